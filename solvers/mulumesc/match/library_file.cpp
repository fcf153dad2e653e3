#include "mulumesc/match/library_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/record/file.hpp"
#include "mulumesc/match/band_columns.hpp"

namespace vespa::mulumesc {

namespace {

constexpr std::int64_t format_version = 1;
constexpr std::size_t name_bytes = 256;

template <class T>
void write_on_root(parallel::Communicator const& communicator, record::Group& group, char const* name,
                   record::Meaning const& meaning, std::vector<T> const& values) {
    group.create<T>(name, {values.size()}, meaning)
        .write_rows(0, communicator.is_root() ? values : std::vector<T>{});
}

/// Names as rows of bytes of one length, which any reader of the file understands as texts.
void write_names(parallel::Communicator const& communicator, record::Group& group, Library const& library) {
    std::size_t longest = 1;
    for (auto const& name : library.names)
        longest = std::max(longest, std::min(name.size(), name_bytes));
    std::vector<std::uint8_t> bytes;
    for (auto const& name : library.names)
        for (std::size_t k = 0; k < longest; ++k)
            bytes.push_back(k < name.size() ? static_cast<std::uint8_t>(name[k]) : std::uint8_t(0));
    group
        .create<std::uint8_t>("name", {library.entries(), longest},
                              {"", "of the entries: bytes of UTF-8, filled up with zeros", "meta.id"})
        .write_rows(0, communicator.is_root() ? bytes : std::vector<std::uint8_t>{});
}

void write_bands(parallel::Communicator const& communicator, record::Group group, Library const& library) {
    auto const& bands = library.bands;
    for (auto const& [name, meaning, value] : band_columns()) {
        std::vector<double> values;
        for (auto const& band : bands)
            values.push_back(band.*value);
        write_on_root(communicator, group, name, meaning, values);
    }
    std::vector<std::int32_t> ranges;
    std::vector<std::uint16_t> flags;
    for (auto const& band : bands) {
        ranges.push_back(band.range);
        flags.push_back(band.flags);
    }
    write_on_root(communicator, group, "range",
                  {"", "of the ranges asked for, from 0; -1 where bands were detected", "meta.id"}, ranges);
    write_on_root(communicator, group, "flags",
                  {"", "sum of what is to be known of the band", "meta.code.qual"}, flags);
    group.dataset("flags").set("bits", band_flag_meanings());
}

/// A column whose length is known. \throws BadInput for another length
template <class T>
std::vector<T> column(record::Group const& group, std::string const& name, std::uint64_t length) {
    auto const dataset = group.dataset(name);
    if (dataset.shape() != record::Shape{length})
        throw BadInput(fmt::format("has {} rows of {}", dataset.rows(), dataset.row_size()), dataset.where(),
                       fmt::format("{} numbers", length));
    return dataset.read<T>();
}

SpectralAxis read_axis(record::Group const& group) {
    SpectralAxis axis;
    auto const dataset = group.dataset("wavelength");
    axis.wavelength = dataset.read<double>();
    auto const n = axis.channels();
    for (std::size_t i = 0; i < n; ++i)
        if (!(axis.wavelength[i] > (i > 0 ? axis.wavelength[i - 1] : 0)) || !(axis.wavelength[i] < 1e30))
            throw BadInput(fmt::format("row {} is {}", i, axis.wavelength[i]), dataset.where(),
                           "positive wavelengths that rise");
    if (group.has("channel_width")) axis.width = column<double>(group, "channel_width", n);
    axis.good = column<std::uint8_t>(group, "good", n);
    return axis;
}

void read_names(record::Group const& group, Library& library) {
    auto const dataset = group.dataset("name");
    if (dataset.shape().size() != 2 || dataset.rows() == 0)
        throw BadInput("is no table of names", dataset.where(), "bytes, [entry][byte]");
    auto const bytes = dataset.read<std::uint8_t>();
    auto const length = dataset.row_size();
    for (std::uint64_t i = 0; i < dataset.rows(); ++i) {
        std::string const row(bytes.begin() + static_cast<std::ptrdiff_t>(i * length),
                              bytes.begin() + static_cast<std::ptrdiff_t>((i + 1) * length));
        library.names.push_back(row.substr(0, row.find('\0')));
    }
}

void read_entries(record::Group const& group, Library& library) {
    read_names(group, library);
    auto const count = library.entries(), n = library.axis.channels();
    auto const reflectance = group.dataset("reflectance");
    if (reflectance.shape() != record::Shape{count, n})
        throw BadInput("has not the extents of names and wavelengths", reflectance.where(),
                       fmt::format("{} x {}", count, n));
    library.reflectance = reflectance.read<double>();
    library.first_band = column<std::uint64_t>(group, "band_first", count);
    auto const counts = column<std::uint32_t>(group, "band_count", count);
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (library.first_band[i] != next)
            throw BadInput(fmt::format("row {} is {}", i, library.first_band[i]),
                           group.dataset("band_first").where(),
                           fmt::format("{}, behind the entry before", next));
        next += counts[i];
    }
    library.first_band.push_back(next);
}

void read_bands(record::Group const& group, Library& library) {
    auto const count = library.first_band.back();
    auto const ranges = column<std::int32_t>(group, "range", count);
    auto const flags = column<std::uint16_t>(group, "flags", count);
    library.bands.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        library.bands[i].range = ranges[i];
        library.bands[i].flags = flags[i];
    }
    for (auto const& [name, meaning, value] : band_columns()) {
        auto const values = column<double>(group, name, count);
        for (std::size_t i = 0; i < count; ++i)
            library.bands[i].*value = values[i];
    }
    for (std::size_t i = 0; i < count; ++i) {
        auto const& band = library.bands[i];
        if (!(band.depth > 0 && band.start < band.end && band.centre >= band.start &&
              band.centre <= band.end))
            throw BadInput(fmt::format("row {} is no band", i), group.where(),
                           "a depth above 0 and a centre between the borders");
    }
}

}  // namespace

void write_library(parallel::Communicator const& communicator, record::Group group, Library const& library) {
    group.set("library_format", format_version);
    group.set("title", library.title);
    group.set("method", library.method);
    auto axis = group.create_group("axis");
    write_on_root(communicator, axis, "wavelength", {"um", "of the channels", "em.wl"},
                  library.axis.wavelength);
    if (!library.axis.width.empty())
        write_on_root(communicator, axis, "channel_width",
                      {"um", "full width at half-maximum", "instr.bandwidth"}, library.axis.width);
    write_on_root(communicator, axis, "good", {"", "1 where a channel may take part", "meta.code.qual"},
                  library.axis.good);
    auto entries = group.create_group("entries");
    write_names(communicator, entries, library);
    entries
        .create<double>("reflectance", {library.entries(), library.axis.channels()},
                        {"", "NaN where there is no measurement", "phys.reflectance"})
        .write_rows(0, communicator.is_root() ? library.reflectance : std::vector<double>{});
    std::vector<std::uint64_t> const first(library.first_band.begin(), library.first_band.end() - 1);
    std::vector<std::uint32_t> counts;
    for (std::size_t i = 0; i < library.entries(); ++i)
        counts.push_back(static_cast<std::uint32_t>(library.bands_of(i).size()));
    write_on_root(communicator, entries, "band_first", {"", "row of the entry's first band", "meta.number"},
                  first);
    write_on_root(communicator, entries, "band_count", {"", "bands of the entry", "meta.number"}, counts);
    write_bands(communicator, group.create_group("bands"), library);
}

Library read_library(std::filesystem::path const& file) {
    auto const opened = record::File::open_alone(file);
    auto const root = opened.root();
    if (!root.has_attribute("library_format"))
        throw BadInput("is no library of spectra", file.string(), "a file that vespa-mulumesc wrote as one");
    if (auto const version = root.attribute<std::int64_t>("library_format"); version != format_version)
        throw BadInput(fmt::format("is a library of format {}", version), file.string(),
                       fmt::format("format {}", format_version));
    Library library;
    library.title = root.attribute<std::string>("title");
    library.method = root.attribute<std::string>("method");
    library.axis = read_axis(root.group("axis"));
    read_entries(root.group("entries"), library);
    read_bands(root.group("bands"), library);
    return library;
}

}  // namespace vespa::mulumesc

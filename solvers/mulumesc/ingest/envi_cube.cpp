#include "mulumesc/ingest/envi_cube.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/axis_files.hpp"
#include "mulumesc/ingest/envi_header.hpp"
#include "mulumesc/ingest/envi_values.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

namespace fs = std::filesystem;

namespace {

enum class Interleave { bsq, bil, bip };

/// Where the numbers stand in the data file.
struct Layout {
    EnviValues values;
    Interleave interleave = Interleave::bsq;
    std::uint64_t lines = 0, samples = 0, bands = 0, offset = 0;

    std::uint64_t size() const { return envi_value_size(values.type); }
};

constexpr std::int64_t most_pixels = std::int64_t(1) << 40, most_bands = 1 << 20;

Interleave interleave_of(EnviHeader const& header) {
    auto const name = lower_case(header.text("interleave"));
    if (name == "bsq") return Interleave::bsq;
    if (name == "bil") return Interleave::bil;
    if (name == "bip") return Interleave::bip;
    throw BadInput(fmt::format("is \"{}\"", header.text("interleave")), header.where("interleave"),
                   "bsq, bil or bip");
}

bool is_library(EnviHeader const& header) {
    return lower_case(header.text("file type")) == "envi spectral library";
}

Layout layout_of(EnviHeader const& header) {
    Layout layout;
    layout.values.type = static_cast<int>(header.integer("data type", 0, 255));
    if (layout.size() == 0) {
        throw BadInput(fmt::format("is {}", layout.values.type), header.where("data type"),
                       "1, 2, 3, 4, 5, 12, 13, 14 or 15 (6 and 9 are complex)");
    }
    layout.values.big_endian =
        header.integer("byte order", 0, 1,
                       envi_value_size(layout.values.type) == 1 ? std::optional(0L) : std::nullopt) == 1;
    layout.interleave = interleave_of(header);
    layout.samples = static_cast<std::uint64_t>(header.integer("samples", 1, most_pixels));
    layout.lines = static_cast<std::uint64_t>(header.integer("lines", 1, most_pixels));
    layout.bands = static_cast<std::uint64_t>(header.integer("bands", 1, most_bands));
    layout.offset = static_cast<std::uint64_t>(header.integer("header offset", 0, most_pixels, 0));
    if (is_library(header)) {
        if (layout.bands != 1)
            throw BadInput(fmt::format("is {}", layout.bands), header.where("bands"),
                           "1, in a spectral library");
        // A library is an image whose samples are channels: the same bytes as pixels of one line, BIP.
        layout = {layout.values, Interleave::bip, layout.lines, 1, layout.samples, layout.offset};
    }
    return layout;
}

void check_size(Layout const& layout, fs::path const& data, std::vector<std::string>& notes) {
    std::error_code error;
    auto const present = fs::file_size(data, error);
    if (error) throw BadInput("cannot be read: " + error.message(), data.string(), "a readable file");
    // As floating-point numbers: the product of lying extents may exceed 64 bits.
    double const promised = static_cast<double>(layout.lines) * static_cast<double>(layout.samples) *
                                static_cast<double>(layout.bands) * static_cast<double>(layout.size()) +
                            static_cast<double>(layout.offset);
    if (promised > static_cast<double>(present)) {
        throw BadInput(fmt::format("holds {} bytes; its header promises {:.0f}", present, promised),
                       data.string(),
                       fmt::format("{} lines x {} samples x {} bands x {} bytes after {}", layout.lines,
                                   layout.samples, layout.bands, layout.size(), layout.offset));
    }
    if (promised < static_cast<double>(present)) {
        notes.push_back(fmt::format("{} holds {:.0f} bytes more than its header promises",
                                    data.filename().string(), static_cast<double>(present) - promised));
    }
}

OrderedAxis axis_of(EnviHeader const& header, Layout const& layout, Reading const& reading,
                    std::vector<fs::path>& files) {
    StoredAxis stored;
    stored.values = header.numbers("wavelength");
    stored.widths = header.numbers("fwhm");
    for (double const good : header.numbers("bbl"))
        stored.good.push_back(good != 0);
    stored.unit = unit_named(header.text("wavelength units"));
    stored.where = header.where("wavelength");
    read_axis_files(reading, stored, files);
    if (stored.values.size() != layout.bands) {
        throw BadInput(fmt::format("{} wavelengths for {} bands", stored.values.size(), layout.bands),
                       stored.where, "one for each band, in the header or in a file of wavelengths");
    }
    return order_axis(stored, reading.unit);
}

class EnviCube final : public SpectrumSource {
  public:
    EnviCube(EnviFiles const& files, Reading const& reading);
    SpectrumBlock read(std::uint64_t first, std::uint64_t count) override;

  private:
    void read_bytes(std::uint64_t at, std::uint64_t values);
    void read_band_planes(std::uint64_t first, std::uint64_t count, double* out);
    void read_lines_of_bands(std::uint64_t first, std::uint64_t count, double* out);
    void name_spectra(EnviHeader const& header);

    fs::path data_;
    Layout layout_;
    Missing missing_;
    double scale_ = 1;
    std::vector<std::size_t> stored_;  // the band of each channel
    std::ifstream stream_;
    std::vector<std::byte> bytes_;
};

EnviCube::EnviCube(EnviFiles const& files, Reading const& reading) : data_(files.data) {
    EnviHeader const header(files.header);
    layout_ = layout_of(header);
    is_.files = {files.header, files.data};
    check_size(layout_, files.data, is_.notes);
    auto ordered = axis_of(header, layout_, reading, is_.files);
    is_.format = is_library(header) ? "ENVI spectral library" : "ENVI cube";
    is_.axis = std::move(ordered.axis);
    is_.unit = ordered.unit;
    stored_ = std::move(ordered.stored);
    is_.notes.insert(is_.notes.end(), ordered.notes.begin(), ordered.notes.end());
    is_.count = layout_.lines * layout_.samples;
    if (!is_library(header)) {
        is_.lines = layout_.lines;
        is_.samples = layout_.samples;
    }
    name_spectra(header);
    missing_ = reading.missing;
    if (auto const fill = header.number("data ignore value")) missing_.values.push_back(*fill);
    scale_ = reading.scale.value_or(header.number("reflectance scale factor").value_or(1));
    if (!(scale_ > 0))
        throw BadInput(fmt::format("is {}", scale_), header.where("reflectance scale factor"), "above 0");
    stream_.open(files.data, std::ios::binary);
    if (!stream_) throw BadInput("cannot be opened", files.data.string(), "a readable file");
}

void EnviCube::name_spectra(EnviHeader const& header) {
    auto names = header.texts("spectra names");
    if (names.empty()) return;
    if (names.size() != is_.count) {
        is_.notes.push_back(
            fmt::format("{} names for {} spectra: names are not used", names.size(), is_.count));
        return;
    }
    is_.names = std::move(names);
}

/// Fills bytes_ with numbers of the file, the first the `at`-th behind the header offset.
void EnviCube::read_bytes(std::uint64_t at, std::uint64_t values) {
    bytes_.resize(values * layout_.size());
    stream_.clear();
    stream_.seekg(static_cast<std::streamoff>(layout_.offset + at * layout_.size()));
    if (!stream_.read(reinterpret_cast<char*>(bytes_.data()), static_cast<std::streamsize>(bytes_.size())))
        throw BadInput("cannot be read to its end", data_.string(), "a file that stays whole");
}

void EnviCube::read_band_planes(std::uint64_t first, std::uint64_t count, double* out) {
    auto const n = stored_.size();
    for (std::size_t channel = 0; channel < n; ++channel) {
        read_bytes(stored_[channel] * layout_.lines * layout_.samples + first, count);
        decode_envi(layout_.values, bytes_, out + channel, n);
    }
}

void EnviCube::read_lines_of_bands(std::uint64_t first, std::uint64_t count, double* out) {
    auto const n = stored_.size();
    for (auto at = first; at < first + count;) {
        auto const line = at / layout_.samples, sample = at % layout_.samples;
        auto const run = std::min(layout_.samples - sample, first + count - at);
        for (std::size_t channel = 0; channel < n; ++channel) {
            read_bytes((line * layout_.bands + stored_[channel]) * layout_.samples + sample, run);
            decode_envi(layout_.values, bytes_, out + (at - first) * n + channel, n);
        }
        at += run;
    }
}

SpectrumBlock EnviCube::read(std::uint64_t first, std::uint64_t count) {
    auto const n = stored_.size();
    SpectrumBlock block;
    block.reflectance.resize(count * n);
    if (layout_.interleave == Interleave::bsq) {
        read_band_planes(first, count, block.reflectance.data());
    } else if (layout_.interleave == Interleave::bil) {
        read_lines_of_bands(first, count, block.reflectance.data());
    } else {
        read_bytes(first * layout_.bands, count * layout_.bands);
        std::vector<double> spectrum(layout_.bands);
        auto const length = layout_.bands * layout_.size();
        for (std::uint64_t i = 0; i < count; ++i) {
            decode_envi(layout_.values, std::span(bytes_).subspan(i * length, length), spectrum.data());
            for (std::size_t channel = 0; channel < n; ++channel)
                block.reflectance[i * n + channel] = spectrum[stored_[channel]];
        }
    }
    drop_missing(missing_, scale_, block.reflectance);
    return block;
}

}  // namespace

std::optional<EnviFiles> find_envi(fs::path const& named) {
    std::error_code ignored;
    auto const there = [&](fs::path const& path) { return fs::is_regular_file(path, ignored); };
    if (lower_case(named.extension().string()) == ".hdr") {
        for (auto const* end : {"", ".img", ".dat", ".sli", ".bsq", ".bil", ".bip", ".IMG", ".DAT"}) {
            auto const data = fs::path(named).replace_extension(end);
            if (there(data)) return EnviFiles{named, data};
        }
        throw BadInput("has no data file beside it", named.string(),
                       "the same name without .hdr, or with .img, .dat …");
    }
    for (auto const& header : {fs::path(named.string() + ".hdr"), fs::path(named).replace_extension(".hdr"),
                               fs::path(named.string() + ".HDR"), fs::path(named).replace_extension(".HDR")})
        if (there(header)) return EnviFiles{header, named};
    return {};
}

std::unique_ptr<SpectrumSource> open_envi(EnviFiles const& files, Reading const& reading) {
    return std::make_unique<EnviCube>(files, reading);
}

}  // namespace vespa::mulumesc

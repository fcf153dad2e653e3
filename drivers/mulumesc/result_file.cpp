#include "drivers/mulumesc/result_file.hpp"

#include <algorithm>

namespace vespa::mulumesc_driver {

namespace {

/// Names are kept where they fit into an attribute.
constexpr std::size_t most_name_bytes = 60000;

template <class T>
void write_on_root(parallel::Communicator const& communicator, record::Group group, char const* name,
                   record::Meaning const& meaning, std::vector<T> const& values) {
    group.create<T>(name, {values.size()}, meaning)
        .write_rows(0, communicator.is_root() ? values : std::vector<T>{});
}

}  // namespace

void write_source(parallel::Communicator const& communicator, record::Group root,
                  mulumesc::SourceDescription const& source, mulumesc::SpectralAxis const& axis) {
    root.set("source_format", source.format);
    root.set("source_wavelength_unit", mulumesc::name_of(source.unit));
    if (!source.notes.empty()) root.set("source_notes", source.notes);
    root.set("lines", static_cast<std::int64_t>(source.lines));
    root.set("samples", static_cast<std::int64_t>(source.samples));
    auto group = root.create_group("axis");
    write_on_root(communicator, group, "wavelength", {"um", "of the channels", "em.wl"}, axis.wavelength);
    if (!axis.width.empty())
        write_on_root(communicator, group, "channel_width",
                      {"um", "full width at half-maximum", "instr.bandwidth"}, axis.width);
    write_on_root(communicator, group, "good", {"", "1 where a channel may take part", "meta.code.qual"},
                  axis.good);
    auto spectra = root.create_group("spectra");
    std::size_t longest = 1;
    for (auto const& name : source.names)
        longest = std::max(longest, name.size() + 1);
    if (!source.names.empty() && longest * source.names.size() <= most_name_bytes)
        spectra.set("names", source.names);
}

void write_endmembers(parallel::Communicator const& communicator, record::Group root,
                      Endmembers const& endmembers, std::uint64_t channels) {
    auto group = root.create_group("endmembers");
    group
        .create<double>(
            "reflectance", {endmembers.count(), channels},
            {"", "of the endmembers on the channels of the spectra; NaN where the library has none",
             "phys.reflectance"})
        .write_rows(0, communicator.is_root() ? endmembers.reflectance : std::vector<double>{});
    group.set("names", endmembers.names);
}

}  // namespace vespa::mulumesc_driver

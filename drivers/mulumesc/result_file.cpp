#include "drivers/mulumesc/result_file.hpp"

#include <algorithm>

#include "core/record/ragged.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::Band;

namespace {

/// Names are kept where they fit into an attribute.
constexpr std::size_t most_name_bytes = 60000;

struct BandColumn {
    char const* name;
    record::Meaning meaning;
    double Band::*value;
};

std::vector<BandColumn> const& band_columns() {
    static std::vector<BandColumn> const columns = {
        {"centre",
         {"um", "minimum of the parabola about the least ratio of reflectance to continuum", "em.wl.central"},
         &Band::centre},
        {"centre_error",
         {"um", "standard deviation of centre", "stat.error;em.wl.central"},
         &Band::centre_error},
        {"minimum", {"um", "wavelength of the channel of least ratio", "em.wl"}, &Band::minimum},
        {"depth", {"", "1 - ratio at the centre", "spect.line.strength"}, &Band::depth},
        {"depth_error",
         {"", "standard deviation of depth", "stat.error;spect.line.strength"},
         &Band::depth_error},
        {"width", {"um", "full width at half-maximum", "spect.line.width"}, &Band::width},
        {"width_error",
         {"um", "standard deviation of width", "stat.error;spect.line.width"},
         &Band::width_error},
        {"left_half_width",
         {"um", "centre - crossing of half the depth on the short side", "spect.line.width"},
         &Band::left_half_width},
        {"right_half_width",
         {"um", "the same on the long side", "spect.line.width"},
         &Band::right_half_width},
        {"area", {"um", "integral of 1 - ratio between the borders", "spect.line.eqWidth"}, &Band::area},
        {"area_error",
         {"um", "standard deviation of area", "stat.error;spect.line.eqWidth"},
         &Band::area_error},
        {"asymmetry",
         {"", "(area left of the centre - area right of it) / area", "spect.line.asymmetry"},
         &Band::asymmetry},
        {"prominence",
         {"", "how far the least ratio lies below the lower border", "spect.line.strength"},
         &Band::prominence},
        {"scale",
         {"um", "scale at which the wavelet transform is greatest; NaN where bands were found otherwise",
          "em.wl"},
         &Band::scale},
        {"start", {"um", "border on the short side", "em.wl;stat.min"}, &Band::start},
        {"end", {"um", "border on the long side", "em.wl;stat.max"}, &Band::end},
        {"start_continuum",
         {"", "continuum at start, as reflectance", "spect.continuum"},
         &Band::start_continuum},
        {"end_continuum", {"", "continuum at end, as reflectance", "spect.continuum"}, &Band::end_continuum},
        {"continuum_slope",
         {"um-1", "of the continuum between start and end", "spect.continuum;arith.rate"},
         &Band::continuum_slope},
    };
    return columns;
}

template <class T>
void write_on_root(parallel::Communicator const& communicator, record::Group group, char const* name,
                   record::Meaning const& meaning, std::vector<T> const& values) {
    group.create<T>(name, {values.size()}, meaning)
        .write_rows(0, communicator.is_root() ? values : std::vector<T>{});
}

template <class T, class Get>
std::vector<T> column(std::vector<Band> const& bands, Get get) {
    std::vector<T> values;
    values.reserve(bands.size());
    for (auto const& band : bands)
        values.push_back(get(band));
    return values;
}

void write_bands(record::Group bands, parallel::Range rows, std::uint64_t total, parallel::Range mine,
                 Findings const& findings) {
    std::vector<std::uint64_t> spectrum;
    for (std::size_t i = 0; i < findings.bands.size(); ++i)
        spectrum.insert(spectrum.end(), findings.bands[i], mine.first + i);
    bands.create<std::uint64_t>("spectrum", {total}, {"", "number of the spectrum, from 0", "meta.id"})
        .write_rows(rows.first, spectrum);
    for (auto const& [name, meaning, value] : band_columns()) {
        bands.create<double>(name, {total}, meaning)
            .write_rows(rows.first, column<double>(findings.band, [value = value](Band const& band) {
                            return band.*value;
                        }));
    }
    bands
        .create<std::int32_t>(
            "range", {total},
            {"", "of the ranges asked for, from 0; -1 where bands were detected", "meta.id"})
        .write_rows(rows.first,
                    column<std::int32_t>(findings.band, [](Band const& band) { return band.range; }));
    auto flags = bands.create<std::uint16_t>(
        "flags", {total}, {"", "sum of what is to be known of the band", "meta.code.qual"});
    flags.write_rows(rows.first,
                     column<std::uint16_t>(findings.band, [](Band const& band) { return band.flags; }));
    flags.set("bits", mulumesc::band_flag_meanings());
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

KeptRows create_kept_rows(record::Group spectra, std::uint64_t count, std::uint64_t channels) {
    return {spectra.create<float>("reflectance", {count, channels},
                                  {"", "as read; NaN where a channel takes no part", "phys.reflectance"}),
            spectra.create<float>("continuum", {count, channels},
                                  {"", "in the unit of reflectance", "spect.continuum"})};
}

std::uint64_t write_findings(parallel::Communicator const& communicator, record::Group root,
                             parallel::Range mine, std::uint64_t count, Findings const& findings) {
    auto spectra = root.group("spectra");
    std::vector<std::int8_t> states;
    for (auto const state : findings.state)
        states.push_back(static_cast<std::int8_t>(state));
    auto state =
        spectra.create<std::int8_t>("state", {count}, {"", "what became of the spectrum", "meta.code"});
    state.write_rows(mine.first, states);
    state.set("meanings", spectrum_state_meanings());
    spectra
        .create<float>("noise", {count},
                       {"", "standard deviation of a reflectance that was used; NaN where none is known",
                        "stat.error;phys.reflectance"})
        .write_rows(mine.first, findings.noise);
    spectra.create<std::uint32_t>("masked", {count}, {"", "channels that took no part", "meta.number"})
        .write_rows(mine.first, findings.masked);
    auto const index = record::index_rows(communicator, findings.bands);
    record::write_ragged_index(communicator, spectra, "band", mine.first, count, index.first, findings.bands);
    write_bands(root.create_group("bands"), index.rows, index.total_rows, mine, findings);
    return index.total_rows;
}

}  // namespace vespa::mulumesc_driver

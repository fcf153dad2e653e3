#include "drivers/mulumesc/choices.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::SpectralUnit;

namespace {

std::vector<std::array<double, 2>> pairs_of(std::vector<double> const& ends, char const* option) {
    std::vector<std::array<double, 2>> pairs;
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
        if (!(ends[i] < ends[i + 1]))
            throw BadInput(fmt::format("{} um does not lie below {} um", ends[i], ends[i + 1]), option,
                           "pairs that rise");
        pairs.push_back({ends[i], ends[i + 1]});
    }
    if (ends.size() % 2 != 0)
        throw BadInput(fmt::format("{} wavelengths", ends.size()), option, "pairs of a short and a long end");
    return pairs;
}

}  // namespace

mulumesc::Reading reading_of(Settings const& settings) {
    mulumesc::Reading reading;
    if (settings.unit == UnitChoice::micrometre) reading.unit = SpectralUnit::micrometre;
    if (settings.unit == UnitChoice::nanometre) reading.unit = SpectralUnit::nanometre;
    if (settings.unit == UnitChoice::per_centimetre) reading.unit = SpectralUnit::per_centimetre;
    reading.missing.values = settings.missing;
    reading.scale = settings.scale;
    reading.data_file = settings.data_file;
    reading.wavelength_file = settings.wavelength_file;
    reading.width_file = settings.width_file;
    reading.reflectance_dataset = settings.reflectance_dataset;
    reading.wavelength_dataset = settings.wavelength_dataset;
    reading.noise_dataset = settings.noise_dataset;
    return reading;
}

mulumesc::SpectralAxis masked_axis(Settings const& settings, mulumesc::SpectralAxis axis) {
    for (auto const& [first, last] : pairs_of(settings.masked, "--masked")) {
        std::size_t met = 0;
        for (std::size_t i = 0; i < axis.channels(); ++i) {
            if (axis.wavelength[i] < first || axis.wavelength[i] > last) continue;
            axis.good[i] = 0;
            ++met;
        }
        if (met == 0)
            throw BadInput(
                fmt::format("no channel lies between {} and {} um", first, last), "--masked",
                fmt::format("ranges within {} to {} um", axis.wavelength.front(), axis.wavelength.back()));
    }
    return axis;
}

mulumesc::ContinuumChoice continuum_of(Settings const& settings) {
    mulumesc::ContinuumChoice choice{.kind = settings.continuum, .degree = settings.degree};
    bool const is_line = settings.continuum == mulumesc::Continuum::line;
    if (settings.anchors.size() != (is_line ? 2u : 0u)) {
        throw BadInput(fmt::format("{} wavelengths", settings.anchors.size()), "--anchors",
                       is_line ? "two, for --continuum=line" : "none but for --continuum=line");
    }
    if (is_line) {
        choice.short_anchor_um = settings.anchors[0];
        choice.long_anchor_um = settings.anchors[1];
    }
    return choice;
}

mulumesc::BandSearch search_of(Settings const& settings) {
    mulumesc::BandSearch search;
    bool const has_ranges = settings.method == Method::ranges;
    if (has_ranges != !settings.ranges.empty()) {
        throw BadInput(
            has_ranges ? "no ranges are given" : "ranges are given", "--ranges",
            has_ranges ? "pairs of wavelengths, for --method=ranges" : "none but for --method=ranges");
    }
    search.ranges_um = pairs_of(settings.ranges, "--ranges");
    search.scales = {settings.shortest_scale, settings.scales};
    search.threshold = settings.threshold;
    search.least = {settings.least_depth, settings.least_prominence, settings.least_sigmas};
    return search;
}

std::string name_of(Method method) {
    if (method == Method::none) return "none";
    return method == Method::multiscale ? "mulumesc-r" : "ranges";
}

std::string note_on(Method method) {
    if (method == Method::none) return "no bands were looked for";
    return method == Method::multiscale ? "reconstruction from the published description of Mulumesc (Erard "
                                          "2017), not its author's code"
                                        : "least ratio of reflectance to continuum in each range";
}

}  // namespace vespa::mulumesc_driver

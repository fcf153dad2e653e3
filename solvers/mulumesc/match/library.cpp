#include "mulumesc/match/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "mulumesc/ingest/noise.hpp"

namespace vespa::mulumesc {

namespace {

std::string method_of(ContinuumChoice const& continuum, BandSearch const& search) {
    constexpr char const* kinds[] = {"hull", "segmented", "line", "polynomial", "none"};
    std::string text = fmt::format("mulumesc-r; continuum {}", kinds[static_cast<int>(continuum.kind)]);
    if (continuum.kind == Continuum::line)
        text += fmt::format(" {} to {} um", continuum.short_anchor_um, continuum.long_anchor_um);
    if (continuum.kind == Continuum::polynomial) text += fmt::format(" of degree {}", continuum.degree);
    text += fmt::format("; least depth {}, prominence {}, {} standard deviations", search.least.depth,
                        search.least.prominence, search.least.sigmas);
    if (search.ranges_um.empty())
        return text + fmt::format("; {} scales from {} um, threshold {}", search.scales.count,
                                  search.scales.shortest_um, search.threshold);
    for (auto const& range : search.ranges_um)
        text += fmt::format("; range {} to {} um", range[0], range[1]);
    return text;
}

}  // namespace

Library extract_library(std::string title, SpectralAxis axis, std::vector<std::string> names,
                        std::vector<double> reflectance, ContinuumChoice const& continuum,
                        BandSearch const& search) {
    auto const n = axis.channels(), count = names.size();
    if (count == 0 || n == 0 || reflectance.size() != count * n) {
        throw BadInput(fmt::format("{} values for {} entries of {} channels", reflectance.size(), count, n),
                       title, "one entry or more, with a value for each channel");
    }
    for (double& value : reflectance)
        if (!(value > 0) || !std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
    Library library{std::move(title), std::move(axis), std::move(names), std::move(reflectance), {0}, {}, {}};
    library.method = method_of(continuum, search);
    std::vector<double> ratio(library.reflectance.size()), noise(n);
    remove_continuum<double>(library.axis, continuum, {count, n, library.reflectance, {}}, ratio);
    BandFinder finder(library.axis, search);
    for (std::size_t i = 0; i < count; ++i) {
        std::fill(noise.begin(), noise.end(), noise_of(library.axis, library.spectrum(i)));
        auto const found =
            finder.find<double>(library.spectrum(i), std::span(ratio).subspan(i * n, n), noise);
        library.bands.insert(library.bands.end(), found.begin(), found.end());
        library.first_band.push_back(library.bands.size());
    }
    return library;
}

}  // namespace vespa::mulumesc

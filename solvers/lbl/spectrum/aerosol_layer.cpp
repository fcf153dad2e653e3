#include "lbl/spectrum/aerosol_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

/// Part of the particles between two heights, of those between bottom and top.
double share_between(AerosolLayer const& aerosol, double low, double high) {
    low = std::clamp(low, aerosol.bottom, aerosol.top);
    high = std::clamp(high, aerosol.bottom, aerosol.top);
    double const whole = aerosol.top - aerosol.bottom, h = aerosol.scale_height;
    if (h == 0) return (high - low) / whole;
    auto const below = [&](double height) { return -std::expm1(-(height - aerosol.bottom) / h); };
    return (below(high) - below(low)) / below(aerosol.top);
}

}  // namespace

void check(AerosolLayer const& aerosol, std::vector<Layer> const& layers) {
    std::string const where = "aerosol " + aerosol.name;
    check(aerosol.optics, where);
    if (!(aerosol.optical_depth >= 0 && std::isfinite(aerosol.optical_depth)))
        throw BadInput(fmt::format("optical depth {}", aerosol.optical_depth), where, "0 or above");
    if (!(aerosol.top > aerosol.bottom && std::isfinite(aerosol.top - aerosol.bottom)))
        throw BadInput(fmt::format("from {} m to {} m", aerosol.bottom, aerosol.top), where,
                       "a top above the bottom");
    if (!(aerosol.scale_height >= 0))
        throw BadInput(fmt::format("scale height {} m", aerosol.scale_height), where, "0 (even) or above");
    if (!(aerosol.bottom < layers.back().upper && aerosol.top > layers.front().lower))
        throw BadInput(
            fmt::format("from {} m to {} m", aerosol.bottom, aerosol.top), where,
            fmt::format("within the atmosphere, {} m to {} m", layers.front().lower, layers.back().upper));
}

std::vector<double> depths_in(AerosolLayer const& aerosol, std::vector<Layer> const& layers) {
    std::vector<double> depths;
    for (auto const& layer : layers)
        depths.push_back(aerosol.optical_depth * share_between(aerosol, layer.lower, layer.upper));
    return depths;
}

}  // namespace vespa::lbl

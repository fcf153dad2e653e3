#include "lbl/absorption/mixture.hpp"

#include <algorithm>
#include <limits>

#include "core/units/constants.hpp"

namespace vespa::lbl {

double GasState::number_density() const {
    constexpr double per_cm3 = 1e-6;
    return per_cm3 * pressure / (units::boltzmann_constant * temperature);
}

double GasLines::reach() const {
    constexpr double largest_shift =
        1;  // between a line's centre and where its pressure shift brings it, and rounding
    switch (wings.convention) {
        case WingConvention::line_cut:
        case WingConvention::pedestal:
            return wings.cut + largest_shift;
        case WingConvention::whole_wavenumber:
            return wings.cut + 1 + largest_shift;
        case WingConvention::unlimited:
        case WingConvention::half_widths:
            break;
    }
    return std::numeric_limits<double>::infinity();
}

std::vector<double> GasLines::fractions(GasState const& state) const {
    std::vector<double> shares(broadeners.size(), 0.0);
    double rest = 1;
    for (std::size_t i = 0; i < broadeners.size(); ++i) {
        if (!broadeners[i].gas) continue;
        shares[i] = state.abundance[*broadeners[i].gas];
        rest -= shares[i];
    }
    auto const others =
        std::find_if(broadeners.begin(), broadeners.end(), [](Broadener const& b) { return !b.gas; });
    if (others != broadeners.end())
        shares[static_cast<std::size_t>(others - broadeners.begin())] = std::max(rest, 0.0);
    return shares;
}

}  // namespace vespa::lbl

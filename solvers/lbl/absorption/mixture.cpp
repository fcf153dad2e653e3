#include "lbl/absorption/mixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/errors/bad_input.hpp"
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

std::uint64_t GasLines::count_near(SpectralGrid const& part) const {
    return lines->count(part.first - reach(), part.last() + reach());
}

void GasLines::check_temperature(double temperature, std::string const& where) const {
    for (auto const& use : uses) {
        if (use.partition_sum == nullptr || use.abundance == 0) continue;
        auto const& sum = *use.partition_sum;
        if (temperature < sum.lowest_temperature() || temperature > sum.highest_temperature())
            throw BadInput(fmt::format("{:.6g} K is outside the partition sum of {} ({})", temperature, name,
                                       sum.source()),
                           where,
                           fmt::format("{} to {} K", sum.lowest_temperature(), sum.highest_temperature()));
    }
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

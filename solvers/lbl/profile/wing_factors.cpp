#include "lbl/profile/wing_factors.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace vespa::lbl {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// B_i = alpha + beta exp(-epsilon T) of Perrin & Hartmann 1989, and where B_i begins.
struct PerrinHartmann {
    double begin, alpha, beta, epsilon;
};

std::vector<WingPiece> perrin_hartmann(std::array<PerrinHartmann, 3> const& rates, double temperature) {
    std::vector<WingPiece> pieces{{0, rates[0].begin}};
    // ln chi falls from each beginning at the rate B_i and is continuous: ln amplitude is its value carried
    // back to the centre.
    double log_chi = 0, log_chi_slope = 0;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        auto const& rate = rates[i];
        double const gone = rate.beta * std::exp(-rate.epsilon * temperature);
        double const b = rate.alpha + gone, b_slope = -rate.epsilon * gone;
        double const end = i + 1 < rates.size() ? rates[i + 1].begin : infinity;
        pieces.push_back({rate.begin, end, std::exp(log_chi + b * rate.begin), b,
                          log_chi_slope + b_slope * rate.begin, b_slope});
        if (end == infinity) break;
        log_chi -= b * (end - rate.begin);
        log_chi_slope -= b_slope * (end - rate.begin);
    }
    return pieces;
}

}  // namespace

double WingPiece::at(double distance) const {
    return amplitude * std::exp(-decay * distance);
}

std::vector<WingPiece> wing_pieces(WingFactor factor, double temperature) {
    switch (factor) {
        case WingFactor::co2_venus_tonkov:
            return {{0, 3}, {3, 150, 1.084, 0.027}, {150, 300, 0.208, 0.016}, {300, infinity, 0.025, 0.009}};
        case WingFactor::ch4_h2_hartmann:
            return {{0, 26}, {26, 60, 8.72, 1 / 12.0}, {60, infinity, 0.0684, 1 / 393.0}};
        case WingFactor::co2_co2_perrin_hartmann:
            return perrin_hartmann(
                {{{3, 0.0888, -0.160, 0.00410}, {30, 0, 0.0526, 0.00152}, {120, 0.0232, 0, 0}}}, temperature);
        case WingFactor::co2_n2_perrin_hartmann:
            return perrin_hartmann(
                {{{3, 0.416, -0.354, 0.00386}, {10, 0.00167, 0.0421, 0.00248}, {70, 0.02, 0, 0}}},
                temperature);
        case WingFactor::none:
            break;
    }
    return {{0, infinity}};
}

WingPiece const& piece_at(std::span<WingPiece const> pieces, double distance) {
    std::size_t i = 0;
    while (i + 1 < pieces.size() && distance >= pieces[i].to)
        ++i;
    return pieces[i];
}

}  // namespace vespa::lbl

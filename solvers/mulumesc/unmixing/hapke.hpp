#pragma once
#include <cmath>
#include <span>
#include <vector>

/// Reflectance and single-scattering albedo of a particulate surface: Hapke (1981, J. Geophys. Res. 86,
/// 3039), with isotropic scatterers and no opposition surge. Then the reflectance factor (of a Lambert
/// surface lit alike) is r = w/4 H(µ0) H(µ)/(µ0 + µ), with H(x) = (1 + 2x)/(1 + 2x γ), γ = √(1 − w): good to
/// 4 % of the exact H function.
namespace vespa::mulumesc {

/// r of the single-scattering albedo w ∈ [0, 1].
inline double hapke_reflectance(double albedo, double incidence_cosine, double emission_cosine) {
    double const gamma = std::sqrt(1 - albedo), m0 = incidence_cosine, m = emission_cosine;
    double const h = (1 + 2 * m0) * (1 + 2 * m) / ((1 + 2 * m0 * gamma) * (1 + 2 * m * gamma));
    return albedo / 4 * h / (m0 + m);
}

/// w of the reflectance factor r: the root in [0, 1] of the quadratic in γ that the formula above is. NaN for
/// a reflectance below 0 or above that of w = 1, (1 + 2µ0)(1 + 2µ)/(4(µ0 + µ)).
inline double hapke_albedo(double reflectance, double incidence_cosine, double emission_cosine) {
    double const m0 = incidence_cosine, m = emission_cosine;
    double const a = 4 * reflectance * (m0 + m) / ((1 + 2 * m0) * (1 + 2 * m));
    double const b = a * (m0 + m), c = 1 + 4 * a * m0 * m;
    if (!(a >= 0 && a <= 1)) return std::nan("");
    double const gamma = (std::sqrt(b * b + c * (1 - a)) - b) / c;
    return 1 - gamma * gamma;
}

/// In an intimate mixture the albedo is the mean of the endmembers' weighted by geometric cross-section,
/// w = Σ F_i w_i, F_i ∝ M_i/(ρ_i D_i) (Hapke 1981, eq. 17). Turns the F_i into fractions of mass.
/// \param density   ρ_i, any one unit \param diameter  D_i, any one unit
inline std::vector<double> mass_fractions(std::span<double const> cross_section,
                                          std::span<double const> density, std::span<double const> diameter) {
    std::vector<double> mass(cross_section.size());
    double sum = 0;
    for (std::size_t i = 0; i < mass.size(); ++i)
        sum += mass[i] = cross_section[i] * density[i] * diameter[i];
    for (auto& m : mass)
        m /= sum;
    return mass;
}

}  // namespace vespa::mulumesc

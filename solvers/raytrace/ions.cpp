#include "raytrace/ions.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "raytrace/ion_polynomial-inl.hpp"

namespace vespa::raytrace {

static HWY_NAMESPACE::IonSums<double> ion_sums(Ions const& ions, double y) {
    HWY_NAMESPACE::IonSums<double> sums{};
    for (auto const& [weight, gyro] : ions.species) {
        double const g2 = gyro * gyro;
        double const over = weight / (1 - g2 * y), slope = over * g2 / (1 - g2 * y);
        sums.sigma += over;
        sums.tau += g2 * over;
        sums.delta += gyro * over;
        sums.sigma_y += slope;
        sums.tau_y += g2 * slope;
        sums.delta_y += gyro * slope;
    }
    return sums;
}

Ions make_ions(std::vector<IonSpecies> const& species) {
    Ions ions;
    double charge = 0;
    for (auto const& s : species) {
        bool const sound = s.mass_u >= 1e-3 && s.mass_u <= 1e4 && s.charge != 0 && std::abs(s.charge) <= 20 &&
                           s.share > 0 && std::isfinite(s.share);
        if (!sound) {
            throw BadInput(fmt::format("mass {} u, charge {}, share {}", s.mass_u, s.charge, s.share), "ions",
                           "masses of 1e-3 to 1e4 u, charges of -20 to 20 but 0, shares above 0");
        }
        double const ratio = units::electron_mass / (s.mass_u * units::atomic_mass);
        ions.species.push_back({s.share * s.charge * s.charge * ratio, s.charge * ratio});
        charge += s.share * s.charge;
    }
    if (!species.empty() && std::abs(charge - 1) > 1e-3) {
        throw BadInput(fmt::format("their charges add up to {} for each electron", charge), "ions",
                       "shares times charges that add up to 1");
    }
    return ions;
}

double ion_mass(Ions const& ions) {
    double sum = 0;
    for (auto const& species : ions.species)
        sum += species.weight;
    return sum;
}

IonDispersion ion_dispersion(Ions const& ions, double X, double y) {
    auto const p = HWY_NAMESPACE::ion_polynomial(X, y, ion_mass(ions), ion_sums(ions, y));
    return {p.A, p.B, p.C, p.t, p.w, p.A_X, p.B_X, p.C_X, p.w_X, p.A_y, p.B_y, p.C_y, p.t_y, p.w_y};
}

double refractive_index_squared(double X, double Y, double cos_theta, Mode mode, Ions const& ions) {
    double const y = Y * Y;
    auto const p = ion_dispersion(ions, X, y);
    double const field = X * y * cos_theta * cos_theta;
    double const A = p.A + field * p.t, half = 0.5 * (p.B + field * p.w);
    double const sign = mode == Mode::ordinary ? 1 : -1;
    double const root = sign * std::sqrt(std::max(half * half - A * p.C, 0.0));
    // The root that does not cancel, or its twin from the product of both.
    if (half * root >= 0) return (half + root) / A;
    return p.C / (half - root);
}

}  // namespace vespa::raytrace

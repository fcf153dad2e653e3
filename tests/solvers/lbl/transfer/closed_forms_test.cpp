#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/transfer/formal_solution.hpp"
#include "lbl/transfer/gauss_legendre.hpp"
#include "lbl/transfer/planck.hpp"
#include "lbl/transfer/surface.hpp"

namespace vespa::lbl {
namespace {

Path downward(std::size_t layers) {
    Path path;
    for (std::size_t k = layers; k-- > 0;)
        path.segments.push_back({k});
    return path;
}

RowsArray depths(std::vector<std::vector<double>> const& rows) {
    RowsArray array(rows.size(), rows[0].size());
    for (std::size_t k = 0; k < rows.size(); ++k)
        std::copy(rows[k].begin(), rows[k].end(), array.view().row(k).begin());
    return array;
}

TEST(ClosedForms, IsothermalSlabAndTheSurfaceBelowIt) {
    for (auto const source : {LayerSource::isothermal, LayerSource::linear_in_tau}) {
        for (double const t : {50.0, 296.0, 735.0}) {
            std::vector<double> const nu{10, 667, 667, 667, 667, 667, 2000};
            std::vector<double> const tau{1e-12, 0, 1e-6, 0.1, 1, 10, 800}, temperature(4, t);
            auto depth = depths({tau, tau, tau});
            Path const path = downward(3);
            std::vector<double> radiance(nu.size()), transmittance(nu.size()), surface(nu.size());
            radiance_along({&path, temperature, source}, nu, depth.view(), {}, radiance, transmittance);
            surface_radiance(nu, t, std::vector<double>(nu.size(), 1), {}, surface);
            std::vector<double> both(nu.size());
            radiance_along({&path, temperature, source}, nu, depth.view(), surface, both);
            for (std::size_t i = 0; i < nu.size(); ++i) {
                double const b = planck(nu[i], t), e = std::exp(-3 * tau[i]);
                EXPECT_NEAR(radiance[i], -b * std::expm1(-3 * tau[i]), 1e-14 * b * std::min(1.0, 4 * tau[i]));
                EXPECT_NEAR(both[i] / b, 1,
                            1e-14);  // a black surface of the same temperature: Planck's function
                EXPECT_NEAR(transmittance[i], tau[i] > 300 ? 0 : e, 3e-15 * e);
            }
        }
    }
}

TEST(ClosedForms, SourceLinearInOpticalDepth) {
    Path const path = downward(1);
    std::vector<double> const temperature{300, 220};  // far below, near above
    for (double const tau : {1e-9, 1e-4, 9.9e-3, 1.01e-2, 0.3, 2.0, 30.0}) {
        auto depth = depths({{tau}});
        std::vector<double> const nu{900};
        std::vector<double> radiance(1);
        radiance_along({&path, temperature, LayerSource::linear_in_tau}, nu, depth.view(), {}, radiance);
        auto const rule = gauss_legendre(40, 0, tau);
        double sum = 0;
        for (std::size_t i = 0; i < rule.node.size(); ++i) {
            double const x = rule.node[i] / tau;
            sum += rule.weight[i] * std::exp(-rule.node[i]) *
                   ((1 - x) * planck(900, 220) + x * planck(900, 300));
        }
        EXPECT_NEAR(radiance[0] / sum, 1, 2e-12) << tau;
    }
}

TEST(ClosedForms, EquivalentWidthOfALorentzLine) {
    // W / (2 pi gamma) of optical depth X * 2 gamma^2 / (nu^2 + gamma^2); nu = gamma tan(theta / 2) folds all
    // wavenumbers onto a circle, where the trapezium rule converges exponentially.
    struct Known {
        double x, width;
    };
    for (auto const& [x, width] : {Known{0.1, 0.095239937259111}, Known{1, 0.67367002294335},
                                   Known{10, 2.4909601854788}, Known{100, 7.9688532324227}}) {
        std::size_t const n = 4000;
        std::vector<double> tau, jacobian, transmittance(n);
        for (std::size_t i = 0; i < n; ++i) {
            double const theta = -units::pi + 2 * units::pi * (static_cast<double>(i) + 0.5) / double(n);
            double const cosine = std::cos(theta / 2);
            tau.push_back(2 * x * cosine * cosine);
            jacobian.push_back(0.5 / (cosine * cosine));
        }
        auto depth = depths({tau});
        Path const path = downward(1);
        transmittance_along(path, depth.view(), transmittance);
        std::vector<double> total(n);
        optical_depth_along(path, depth.view(), total);
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            ASSERT_EQ(total[i], tau[i]);
            sum += (1 - transmittance[i]) * jacobian[i];
        }
        EXPECT_NEAR(sum / double(n) / width, 1, 2e-8) << x;
    }
}

TEST(ClosedForms, LambertSurfaceSeesTheExponentialIntegral) {
    // Isothermal: F / pi = B (1 - 2 E3(tau)).
    struct Known {
        double tau, e3;
    };
    for (auto const& [tau, e3] : {Known{0.01, 0.4902776618}, Known{0.1, 0.4162914579}, Known{1, 0.1096919670},
                                  Known{5, 8.7780123e-4}}) {
        auto depth = depths({{tau}});
        Path up;
        up.segments.push_back({0, 1, 0.5, 0, 1});
        std::vector<double> const nu{700}, temperature{250, 250};
        std::vector<double> mean(1);
        for (std::size_t n : {4U, 8U, 64U}) {
            mean_downward_radiance({&up, temperature}, nu, depth.view(), n, mean);
            double const error = mean[0] / planck(700, 250) - (1 - 2 * e3);
            EXPECT_LT(std::abs(error), n == 4 ? 1e-3 : n == 8 ? 1e-4 : 5e-6) << tau << ' ' << n;
        }
    }
}

TEST(ClosedForms, SurfacesReflect) {
    std::vector<double> const nu{700, 800}, emissivity{0.9, 0.25}, sky{0.02, 0.03};
    std::vector<double> radiance(2);
    surface_radiance(nu, 280, emissivity, sky, radiance);
    EXPECT_NEAR(radiance[1], 0.25 * planck(800, 280) + 0.75 * 0.03, 1e-16);
    surface_radiance(nu, 280, emissivity, radiance, radiance);  // in place
    EXPECT_NEAR(radiance[1], 0.25 * planck(800, 280) + 0.75 * (0.25 * planck(800, 280) + 0.75 * 0.03), 1e-16);

    auto depth = depths({{0.2, 0.4}, {0.1, 0.3}});
    Path sun;
    sun.segments = {{0, 2}, {1, 2}};
    std::vector<double> const flux{3, 4}, albedo{0.3, 0.6};
    std::vector<double> light{1, 1};
    add_reflected_sunlight(sun, 0.5, depth.view(), flux, albedo, light);
    EXPECT_NEAR(light[1], 1 + 0.6 / units::pi * 0.5 * 4 * std::exp(-1.4), 1e-15);

    EXPECT_THROW(surface_radiance(nu, 280, std::vector<double>{0.5, 1.1}, {}, radiance), BadInput);
    EXPECT_THROW(add_reflected_sunlight(sun, 0, depth.view(), flux, albedo, light), BadInput);
    EXPECT_THROW(add_reflected_sunlight(sun, 1, depth.view(), flux, std::vector<double>{-1, 0}, light),
                 BadInput);
}

TEST(ClosedForms, QuadratureIsExactForPolynomials) {
    for (std::size_t n : {1U, 2U, 7U, 32U, 100U}) {
        auto const rule = gauss_legendre(n, -1, 3);
        for (unsigned degree = 0; degree < std::min<std::size_t>(2 * n, 20); ++degree) {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i)
                sum += rule.weight[i] * std::pow(rule.node[i], degree);
            double const exact = (std::pow(3.0, degree + 1) - std::pow(-1.0, degree + 1)) / (degree + 1);
            EXPECT_NEAR(sum / exact, 1, 1e-13) << n << ' ' << degree;
        }
        EXPECT_TRUE(std::is_sorted(rule.node.begin(), rule.node.end()));
    }
}

}  // namespace
}  // namespace vespa::lbl

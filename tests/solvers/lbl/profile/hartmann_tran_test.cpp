#include "lbl/profile/hartmann_tran.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/profile/faddeeva.hpp"
#include "solvers/lbl/shared_data.hpp"

namespace vespa::lbl {
namespace {

double const per_doppler_half_width = 1 / std::sqrt(std::log(2.0));

/// Gamma_D as half-width at half-maximum, Gamma_0, Gamma_2, Delta_0, Delta_2, nu_VC, eta, offset, Re, Im.
struct Row {
    double doppler, gamma_0, gamma_2, delta_0, delta_2, velocity, correlation, offset, re, im;
};

void expect_equal(Row const& r) {
    HartmannTran const line{r.doppler * per_doppler_half_width,
                            r.gamma_0,
                            r.delta_0,
                            r.gamma_2,
                            r.delta_2,
                            r.velocity,
                            r.correlation};
    auto const value = hartmann_tran(line, r.offset);
    // Far out the absorption is a difference of 1e-5 of the dispersion.
    EXPECT_NEAR(value.real(), r.re, 1e-10 * std::abs(r.re))
        << r.gamma_0 << " " << r.gamma_2 << " at " << r.offset;
    EXPECT_NEAR(value.imag(), r.im, 1e-12 * std::abs(r.im) + 1e-15 * r.re) << r.gamma_0 << " at " << r.offset;
}

// The formula of Tran, Ngo & Hartmann 2013 with 50 digits.
constexpr Row rows[] = {
    {0.0035, 0.06, 0, 0, 0, 0, 0, -5, 0.00076383454446730463, -0.063652833714510449},
    {0.0035, 0.06, 0.006, 0, 0, 0, 0, 0.01, 5.2116823213679644, 0.88634568728050546},
    {0.0035, 0.06, 0.006, -0.002, -0.0003, 0, 0, 0, 5.3579687536282382, 0.17566064185124137},
    {0.0035, 0.06, 0.006, -0.002, -0.0003, 0.01, 0, -5, 0.00076445422372739834, -0.063678159960515457},
    {0.0035, 0.06, 0.006, -0.002, -0.0003, 0.01, 0, 25, 3.0552567125232098e-5, 0.012731302700475084},
    {0.0035, 0.06, 0.006, -0.002, -0.0003, 0.01, 0.2, 0.01, 5.1412974302743649, 1.0400122379939005},
    {0.0035, 0.0006, 0.00006, -0.00002, -0.000003, 0.0001, 0.2, 0, 116.22788751153607, 0.55878119350525975},
    {0.02, 0.001, 0.0001, 0, 0, 0.002, 0.1, 25, 5.0929703496263519e-7, 0.012732401304781138},
    {0.0035, 0.06, 0, -0.002, 0, 0.01, 0.2, 0, 5.2859876218746453, 0.17539257185326355},
    {0.0035, 0.06, 1e-7, 0, 0, 0, 0, 25, 3.0557574358114515e-5, 0.012732322289185909},
    {0.0035, 0.06, 1e-10, 0, 1e-11, 0.005, 0.1, 0.01, 5.1506849546094205, 0.85429488517863019},
    {0.0005, 0.5, 0.08, -0.01, -0.002, 0, 0, 0, 0.65681506213517923, 0.012939778818854491},
    {0.0005, 0.5, 0.08, -0.01, -0.002, 0.03, 0.4, -5, 0.0063248182388206258, -0.063141316508827805},
    {0.0005, 0.5, 0.08, -0.01, -0.002, 0.03, 0.4, 25, 0.00025433013940451343, 0.012722103165600482},
    {0.05, 0.0001, 0.00002, 0, 0.000005, 0.0005, 0, 0.01, 9.1663840135950519, 1.7544355055405743},
    {0.0035, 0.06, 0.009, -0.002, -0.0003, 0.01, 0.95, 0, 5.3123289381915561, 0.17446644023905001},
};

TEST(HartmannTranProfile, EqualsFiftyDigits) {
    for (Row const& row : rows)
        expect_equal(row);
}

TEST(HartmannTranProfile, WithoutSpeedDependenceIsVoigts) {
    for (double const offset : {0.0, 1e-3, 0.02, 3.0, 300.0}) {
        double const alpha = 0.005, gamma = 0.002;
        auto const w = faddeeva(offset / alpha, gamma / alpha) / (alpha * std::sqrt(units::pi));
        auto const value = hartmann_tran({alpha, gamma, 0, 0, 0, 0, 0}, offset);
        EXPECT_NEAR(value.real(), w.real(), 1e-12 * w.real());
        EXPECT_NEAR(value.imag(), w.imag(), 1e-12 * w.imag());
    }
}

TEST(HartmannTranProfile, SpeedDependenceVanishesSmoothly) {
    // Gamma_2 from 1e-16 to 0.1 of alpha: the profile moves in proportion, however the cases are divided.
    double const alpha = 0.005, gamma = 0.01;
    for (double const offset : {0.0, 0.004, 0.1, 2.0}) {
        auto const at = [&](double gamma_2) {
            return hartmann_tran({alpha, gamma, 0, gamma_2, 0, 0, 0}, offset).real();
        };
        double const voigt = at(0), moved = (at(1e-5 * alpha) - voigt) / 1e-5;
        for (double const part : {1e-15, 1e-13, 1e-11, 1e-9, 1e-7})
            EXPECT_NEAR(at(part * alpha), voigt + part * moved, 3e-12 * voigt)
                << "part " << part << " at " << offset;
    }
}

TEST(HartmannTranProfile, ManyWidthsOfDopplerAndSpeedDependenceHoldTheIntegral) {
    // Substitution nu = scale tan t makes the integral over all nu one over a period.
    for (auto const& [alpha, gamma, gamma_2, velocity, eta] :
         {std::array{0.005, 0.01, 0.001, 0.0, 0.0}, std::array{1e-6, 0.01, 0.003, 0.0, 0.0},
          std::array{0.02, 0.001, 5e-4, 0.01, 0.3}, std::array{0.005, 0.01, 0.0, 0.02, 0.5}}) {
        constexpr int steps = 4000;
        double const scale = gamma + alpha;
        double sum = 0;
        for (int i = 0; i < steps; ++i) {
            double const t = units::pi * ((i + 0.5) / steps - 0.5), cosine = std::cos(t);
            HartmannTran const line{alpha, gamma, 0, gamma_2, 0, velocity, eta};
            sum += hartmann_tran(line, scale * std::tan(t)).real() * scale / (cosine * cosine) * units::pi /
                   steps;
        }
        EXPECT_NEAR(sum, 1, 1e-9) << "alpha " << alpha << ", Gamma_2 " << gamma_2;
    }
}

TEST(HartmannTranPeers, TableOfFiftyDigits) {
    SHARED_DATA_OR_SKIP(path, "ref/hartmann_tran_reference.csv");
    auto const table = vespa::testing::read_rows(path);
    ASSERT_EQ(table.size(), 255U);
    for (auto const& r : table) {
        // Columns: Gamma_D, Gamma_0, Gamma_2, Delta_0, Delta_2, nu_VC, eta, offset, Re, Im.
        expect_equal({r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9]});
    }
}

}  // namespace
}  // namespace vespa::lbl

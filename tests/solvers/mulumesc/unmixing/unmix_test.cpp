#include "mulumesc/unmixing/unmix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "mulumesc/unmixing/hapke.hpp"
#include "solvers/mulumesc/unmixing/mixtures.hpp"

namespace vespa::mulumesc {
namespace {

using testing::Mixtures;
using Numbers = std::vector<long double>;

/// Gaussian elimination with partial pivoting, n equations kept by rows.
Numbers solve_linear(Numbers a, Numbers b) {
    std::size_t const n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t p = k;
        for (std::size_t i = k + 1; i < n; ++i) {
            if (std::abs(a[i * n + k]) > std::abs(a[p * n + k])) p = i;
        }
        for (std::size_t j = 0; j < n; ++j)
            std::swap(a[k * n + j], a[p * n + j]);
        std::swap(b[k], b[p]);
        for (std::size_t i = k + 1; i < n; ++i) {
            long double const f = a[i * n + k] / a[k * n + k];
            for (std::size_t j = k; j < n; ++j)
                a[i * n + j] -= f * a[k * n + j];
            b[i] -= f * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t j = k + 1; j < n; ++j)
            b[k] -= a[k * n + j] * b[j];
        b[k] /= a[k * n + k];
    }
    return b;
}

/// The least squares over every subset of endmembers that comes out not negative: the lowest of them is the
/// answer.
std::vector<double> best_of_all_subsets(Mixtures const& set, std::size_t i, bool sum_to_one) {
    std::size_t const n = set.axis.channels(), m = set.members;
    auto const product = [&](double const* a, double const* b) {
        long double sum = 0;
        for (std::size_t c = 0; c < n; ++c)
            sum += static_cast<long double>(a[c]) * b[c];
        return sum;
    };
    double const* const y = &set.reflectance[i * n];
    std::vector<double> best(m);
    long double lowest = sum_to_one ? std::numeric_limits<long double>::infinity() : 0;
    for (std::size_t subset = 1; subset < (1u << m); ++subset) {
        std::vector<std::size_t> in;
        for (std::size_t e = 0; e < m; ++e) {
            if (subset >> e & 1) in.push_back(e);
        }
        std::size_t const k = in.size(), size = k + sum_to_one;
        Numbers a(size * size), b(size, 1);
        for (std::size_t p = 0; p < k; ++p) {
            for (std::size_t q = 0; q < k; ++q)
                a[p * size + q] = product(&set.endmembers[in[p] * n], &set.endmembers[in[q] * n]);
            if (sum_to_one) a[p * size + k] = a[k * size + p] = 1;
            b[p] = product(&set.endmembers[in[p] * n], y);
        }
        Numbers const x = solve_linear(a, b);
        if (std::any_of(x.begin(), x.begin() + static_cast<long>(k), [](long double v) { return v < 0; }))
            continue;
        long double objective = 0;
        for (std::size_t p = 0; p < k; ++p) {
            objective -= 2 * b[p] * x[p];
            for (std::size_t q = 0; q < k; ++q)
                objective += x[p] * a[p * size + q] * x[q];
        }
        if (objective >= lowest) continue;
        lowest = objective;
        std::fill(best.begin(), best.end(), 0);
        for (std::size_t p = 0; p < k; ++p)
            best[in[p]] = static_cast<double>(x[p]);
    }
    return best;
}

TEST(Unmixing, EqualsTheBestOfAllSubsets) {
    Mixtures const set(7, 60, 60, 0.05, 3);
    for (bool const sum_to_one : {true, false}) {
        UnmixingOptions const options{.sum_to_one = sum_to_one};
        auto const lanes = unmix(set.axis, set.spectra(), set.library(), options);
        auto const plain = unmix_reference(set.axis, set.spectra(), set.library(), options);
        std::size_t zeros = 0;
        for (std::size_t i = 0; i < set.count; ++i) {
            auto const exact = best_of_all_subsets(set, i, sum_to_one);
            EXPECT_EQ(lanes.end[i], UnmixingEnd::solved);
            for (std::size_t e = 0; e < 7; ++e) {
                EXPECT_NEAR(lanes.values[i * 7 + e], exact[e], 1e-8) << i << ' ' << e;
                EXPECT_NEAR(plain.values[i * 7 + e], exact[e], 1e-8) << i << ' ' << e;
                zeros += exact[e] == 0;
            }
        }
        EXPECT_GE(zeros, 60u);  // the case has bounds that matter
    }
}

// The conditions of a minimum: abundances not negative and of sum one; the gradient the same for all that are
// present and not lower for those that are not.
TEST(Unmixing, HoldsTheConditionsOfAMinimum) {
    Mixtures const set(24, 120, 500, 0.01, 9);
    auto const fits = unmix(set.axis, set.spectra(), set.library());
    std::size_t const n = 120, m = 24;
    for (std::size_t i = 0; i < set.count; ++i) {
        ASSERT_EQ(fits.end[i], UnmixingEnd::solved) << i;
        double const* const x = &fits.values[i * m];
        std::vector<double> residual(n), gradient(m);
        double sum = 0, common = 0, squares = 0;
        for (std::size_t c = 0; c < n; ++c) {
            residual[c] = set.reflectance[i * n + c];
            for (std::size_t e = 0; e < m; ++e)
                residual[c] -= x[e] * set.endmembers[e * n + c];
            squares += residual[c] * residual[c];
        }
        for (std::size_t e = 0; e < m; ++e) {
            for (std::size_t c = 0; c < n; ++c)
                gradient[e] += set.endmembers[e * n + c] * residual[c];
            EXPECT_GE(x[e], 0);
            sum += x[e];
            common += x[e] * gradient[e];
        }
        EXPECT_NEAR(sum, 1, 1e-12);
        EXPECT_NEAR(fits.rms[i], std::sqrt(squares / n), 1e-12);
        for (std::size_t e = 0; e < m; ++e) {
            EXPECT_LE(gradient[e] - common, 1e-10);
            if (x[e] > 1e-9) {
                EXPECT_NEAR(gradient[e], common, 1e-10) << i << ' ' << e;
            }
        }
    }
}

TEST(Unmixing, GivesMixturesWithoutNoiseBack) {
    Mixtures const set(10, 224, 40, 0, 5);
    auto const fits = unmix(set.axis, set.spectra(), set.library());
    for (std::size_t j = 0; j < set.truth.size(); ++j)
        EXPECT_NEAR(fits.values[j], set.truth[j], 1e-8);
    for (double const rms : fits.rms)
        EXPECT_LE(rms, 1e-9);
}

TEST(Unmixing, EveryInstructionSetGivesTheSame) {
    Mixtures const set(12, 101, 100, 0.05, 6);
    auto const plain = unmix_reference(set.axis, set.spectra(), set.library());
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        auto const lanes = unmix(set.axis, set.spectra(), set.library());
        for (std::size_t j = 0; j < plain.values.size(); ++j)
            EXPECT_NEAR(lanes.values[j], plain.values[j], 1e-8) << target << ' ' << j;
    }
    simd::use_target("");
}

TEST(Unmixing, LeavingAChannelOutEqualsDeletingIt) {
    Mixtures set(5, 50, 6, 0.02, 2);
    Mixtures marked = set;
    marked.axis.good[20] = 0;
    auto const by_mark = unmix(marked.axis, marked.spectra(), marked.library());
    for (std::size_t i = 0; i < 6; i += 2)
        set.reflectance[i * 50 + 20] = std::nan("");
    std::fill_n(set.reflectance.begin() + 5 * 50, 48, std::nan(""));
    auto const by_value = unmix(set.axis, set.spectra(), set.library());
    for (std::size_t i = 0; i < 6; i += 2) {
        EXPECT_EQ(by_value.channels[i], 49u);
        for (std::size_t e = 0; e < 5; ++e)
            EXPECT_NEAR(by_value.values[i * 5 + e], by_mark.values[i * 5 + e], 1e-9);
    }
    EXPECT_EQ(by_value.end[5], UnmixingEnd::too_few_channels);
    EXPECT_TRUE(std::isnan(by_value.values[25]) && std::isnan(by_value.rms[5]));
    EXPECT_EQ(by_value.end[1], UnmixingEnd::solved);
}

TEST(Unmixing, NoiseWeighsChannels) {
    Mixtures const set(4, 50, 20, 0.05, 8);
    std::vector<double> noise(50, 0.01), scaled = set.reflectance, library = set.endmembers;
    for (std::size_t c = 0; c < 50; ++c)
        noise[c] *= c % 3 ? 1 : 10;
    for (std::size_t j = 0; j < scaled.size(); ++j)
        scaled[j] /= noise[j % 50];
    for (std::size_t j = 0; j < library.size(); ++j)
        library[j] /= noise[j % 50];
    auto const weighted = unmix(set.axis, Spectra<double>{20, 50, set.reflectance, noise}, set.library());
    auto const by_hand =
        unmix(set.axis, Spectra<double>{20, 50, scaled, {}}, Spectra<double>{4, 50, library, {}});
    for (std::size_t j = 0; j < weighted.values.size(); ++j)
        EXPECT_NEAR(weighted.values[j], by_hand.values[j], 1e-10);
}

TEST(Unmixing, IntimateMixturesAddUpInAlbedo) {
    Mixtures const set(6, 80, 30, 0, 4);
    double const m0 = 0.9, m = 0.7;
    std::vector<double> mixed;
    for (std::size_t i = 0; i < 30; ++i) {
        for (std::size_t c = 0; c < 80; ++c) {
            double w = 0;
            for (std::size_t e = 0; e < 6; ++e)
                w += set.truth[i * 6 + e] * hapke_albedo(set.endmembers[e * 80 + c], m0, m);
            mixed.push_back(hapke_reflectance(w, m0, m));
        }
    }
    Spectra<double> const spectra{30, 80, mixed, {}};
    auto const fits = unmix(set.axis, spectra, set.library(), {MixingSpace::albedo, true, m0, m});
    auto const areal = unmix(set.axis, spectra, set.library());
    double worst = 0;
    for (std::size_t j = 0; j < fits.values.size(); ++j) {
        EXPECT_NEAR(fits.values[j], set.truth[j], 1e-7);
        worst = std::max(worst, std::abs(areal.values[j] - set.truth[j]));
    }
    EXPECT_GE(worst, 0.01);  // what is intimate does not add up in reflectance
}

TEST(Hapke, AlbedoIsTheInverseOfReflectance) {
    for (double const m0 : {0.1, 0.5, 1.0}) {
        for (double const m : {0.2, 1.0}) {
            for (double w = 0; w <= 1; w += 0.0625)
                EXPECT_NEAR(hapke_albedo(hapke_reflectance(w, m0, m), m0, m), w, 1e-14);
            double const whitest = (1 + 2 * m0) * (1 + 2 * m) / (4 * (m0 + m));
            EXPECT_NEAR(hapke_reflectance(1, m0, m), whitest, 1e-15);
            EXPECT_TRUE(std::isnan(hapke_albedo(whitest * 1.001, m0, m)));
            EXPECT_TRUE(std::isnan(hapke_albedo(-0.001, m0, m)));
        }
    }
    // A darkest surface scatters once: r = w/(4(µ0 + µ)).
    EXPECT_NEAR(hapke_reflectance(1e-6, 0.8, 0.6) / (1e-6 / 5.6), 1, 2e-6);
    auto const mass =
        mass_fractions(std::vector<double>{0.5, 0.5}, std::vector<double>{3, 2}, std::vector<double>{10, 30});
    EXPECT_NEAR(mass[0], 1.0 / 3, 1e-15);
    EXPECT_NEAR(mass[1], 2.0 / 3, 1e-15);
}

TEST(Unmixing, ArraysThatCannotBeAreRefused) {
    Mixtures const set(4, 50, 3, 0, 1);
    auto const refuses = [&](Spectra<double> const& spectra, Spectra<double> const& library,
                             UnmixingOptions const& options) {
        EXPECT_THROW(unmix(set.axis, spectra, library, options), BadInput);
    };
    std::vector<double> const noise(150, 1), nothing(200, std::nan(""));
    refuses({3, 49, set.reflectance, {}}, set.library(), {});
    refuses({3, 50, set.reflectance, noise}, set.library(), {});
    refuses(set.spectra(), {0, 50, {}, {}}, {});
    refuses(set.spectra(), {4, 50, nothing, {}}, {});
    refuses(set.spectra(), set.library(), {.incidence_cosine = 0});
    refuses(set.spectra(), set.library(), {.emission_cosine = 1.5});
    refuses(set.spectra(), set.library(), {.most_solutions = 0});
}

}  // namespace
}  // namespace vespa::mulumesc

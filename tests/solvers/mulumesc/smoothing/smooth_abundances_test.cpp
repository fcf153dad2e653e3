// Maps of abundances as one problem: against a dense solve, unmix() where nothing ties the pixels, the
// conditions of the minimum, and a known map under noise; pixels that take no part; what is refused.
#include "mulumesc/smoothing/smooth_abundances.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"
#include "mulumesc/unmixing/hapke.hpp"
#include "mulumesc/unmixing/simplex_task.hpp"
#include "solvers/mulumesc/unmixing/mixtures.hpp"

namespace vespa::mulumesc {
namespace {

using parallel::Communicator;
using testing::Mixtures;

Communicator world() {
    return Communicator(MPI_COMM_WORLD);
}

/// An image of mixtures that vary smoothly, with noise.
struct Scene {
    Scene(std::size_t lines_, std::size_t samples_, std::size_t members, double sigma, std::uint64_t seed = 3)
        : set(members, 40, 0, 0, seed), lines(lines_), samples(samples_) {
        testing::Draws draws(seed + 1);
        auto const n = set.axis.channels();
        for (std::size_t p = 0; p < lines * samples; ++p) {
            std::vector<double> x(members);
            double sum = 0;
            for (std::size_t e = 0; e < members; ++e) {
                double const down = static_cast<double>(p / samples) / static_cast<double>(lines),
                             along = static_cast<double>(p % samples) / static_cast<double>(samples);
                double const phase = 2 * down + (0.6 + 0.4 * static_cast<double>(e)) * along;
                x[e] = std::max(0.0, std::cos(phase + static_cast<double>(e)));
                sum += x[e];
            }
            for (auto& value : x)
                value = sum > 0 ? value / sum : 1 / static_cast<double>(members);
            truth.insert(truth.end(), x.begin(), x.end());
            for (std::size_t c = 0; c < n; ++c) {
                double y = 0;
                for (std::size_t e = 0; e < members; ++e)
                    y += x[e] * set.endmembers[e * n + c];
                reflectance.push_back(y + sigma * draws.normal());
                noise.push_back(sigma * (1 + 0.5 * static_cast<double>(p % 3)));
            }
        }
    }

    std::size_t channels() const { return set.axis.channels(); }
    Spectra<double> spectra(std::size_t first, std::size_t count) const {
        auto const n = channels();
        return {count, n, std::span(reflectance).subspan(first * n, count * n),
                std::span(noise).subspan(first * n, count * n)};
    }

    Mixtures set;
    std::size_t lines, samples;
    std::vector<double> reflectance, noise, truth;
};

struct Answer {
    std::vector<double> abundances;  ///< of the whole image, on every rank
    std::vector<double> alone;       ///< unmix()'s
    SmoothingReport report;
};

AbundanceMap map_of(Scene const& scene, UnmixingOptions const& unmixing, std::size_t first,
                    std::size_t count) {
    AbundanceMap map{.endmembers = scene.set.members, .samples = scene.samples};
    // In two lots, as a cube is read.
    for (auto const& [from, to] :
         {std::pair(first, first + count / 2), std::pair(first + count / 2, first + count)})
        if (to > from)
            add_pixels(map, scene.set.axis, scene.spectra(from, to - from), scene.set.library(), unmixing);
    return map;
}

Answer smooth(Scene const& scene, SmoothingOptions const& options, UnmixingOptions unmixing = {},
              Communicator const& between = world()) {
    unmixing.sum_to_one = options.sum_to_one;
    auto const mine = parallel::block_of(scene.lines, between.rank(), between.size());
    auto const first = mine.first * scene.samples, count = mine.size() * scene.samples;
    auto const bare = scene.spectra(0, scene.lines * scene.samples);
    Answer answer;
    answer.alone = unmix<double>(scene.set.axis, {bare.count, bare.channels, bare.reflectance, {}},
                                 scene.set.library(), unmixing)
                       .values;
    auto const m = scene.set.members;
    std::vector<double> own(answer.alone.begin() + static_cast<std::ptrdiff_t>(first * m),
                            answer.alone.begin() + static_cast<std::ptrdiff_t>((first + count) * m));
    parallel::Watcher watcher;
    answer.report = smooth_abundances(between, map_of(scene, unmixing, first, count), options, own, watcher);
    std::vector<double> whole(answer.alone.size(), 0.0);
    std::copy(own.begin(), own.end(), whole.begin() + static_cast<std::ptrdiff_t>(first * m));
    answer.abundances.resize(whole.size());
    MPI_Allreduce(whole.data(), answer.abundances.data(), static_cast<int>(whole.size()), MPI_DOUBLE, MPI_SUM,
                  between.handle());
    return answer;
}

double largest_difference(std::vector<double> const& a, std::vector<double> const& b) {
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::isnan(a[i]) && std::isnan(b[i]) ? 0 : std::abs(a[i] - b[i]));
    return most;
}

/// H and the right side of the whole image, dense, for pixels that all take part.
SimplexTask dense(Scene const& scene, double smoothness, std::vector<double>& right) {
    auto const map = map_of(scene, {}, 0, scene.lines * scene.samples);
    std::size_t const m = map.endmembers, n = map.pixels() * m;
    SimplexTask task{n, std::vector<double>(n * n, 0.0), false, 10000};
    right.clear();
    for (std::size_t p = 0; p < map.pixels(); ++p) {
        for (std::size_t e = 0; e < m; ++e) {
            right.push_back(map.weight[p] * map.right[p * m + e]);
            for (std::size_t f = 0; f < m; ++f)
                task.gram[(p * m + e) * n + p * m + f] += map.weight[p] * map.gram_of(p)[e * m + f];
        }
        for (std::size_t const q : {p + 1, p + scene.samples}) {
            if (q >= map.pixels() || (q == p + 1 && q % scene.samples == 0)) continue;
            for (std::size_t e = 0; e < m; ++e) {
                auto const i = p * m + e, j = q * m + e;
                task.gram[i * n + i] += smoothness;
                task.gram[j * n + j] += smoothness;
                task.gram[i * n + j] -= smoothness;
                task.gram[j * n + i] -= smoothness;
            }
        }
    }
    return task;
}

TEST(SmoothAbundances, AreThoseOfADenseSolve) {
    Scene const scene(5, 4, 3, 0.02);
    for (double const smoothness : {0.5, 30.0, 3000.0}) {
        std::vector<double> right;
        auto const task = dense(scene, smoothness, right);
        std::vector<double> wanted(right.size());
        ASSERT_EQ(solve_simplex_plainly(task, right.data(), wanted.data()).end, UnmixingEnd::solved);
        auto const found = smooth(scene, {.smoothness = smoothness, .sum_to_one = false});
        EXPECT_TRUE(found.report.converged);
        EXPECT_LT(largest_difference(found.abundances, wanted), 1e-9) << smoothness;
        // Bounds do matter, where neighbours do not settle everything.
        EXPECT_GT(std::count(wanted.begin(), wanted.end(), 0.0), smoothness < 100 ? 3 : -1);
    }
}

TEST(SmoothAbundances, WithoutSmoothnessAreUnmixs) {
    Scene const scene(7, 6, 4, 0.02);
    for (bool const sum_to_one : {false, true}) {
        auto const found = smooth(scene, {.smoothness = 0, .sum_to_one = sum_to_one});
        EXPECT_TRUE(found.report.converged);
        EXPECT_LT(largest_difference(found.abundances, found.alone), 1e-8);
    }
}

/// Karush, Kuhn & Tucker: sufficient, as the problem is convex. In parts of the pixel's weight.
void expect_minimum(Scene const& scene, double smoothness, std::vector<double> const& a) {
    std::vector<double> right;
    auto const task = dense(scene, smoothness, right);
    std::size_t const m = scene.set.members, n = right.size();
    for (std::size_t p = 0; p < n / m; ++p) {
        double sum = 0, multiplier = 0, inside = 0;
        std::vector<double> g(m), scale(m);
        for (std::size_t e = 0; e < m; ++e) {
            auto const i = p * m + e;
            EXPECT_GE(a[i], 0);
            sum += a[i];
            g[e] = -right[i];
            for (std::size_t j = 0; j < n; ++j)
                g[e] += task.gram[i * n + j] * a[j];
            if (a[i] > 0) multiplier += g[e], inside += 1;
        }
        EXPECT_NEAR(sum, 1, 1e-12);
        multiplier /= inside;
        for (std::size_t e = 0; e < m; ++e) {
            double const size = task.gram[(p * m + e) * n + p * m + e];
            EXPECT_LE(a[p * m + e] > 0 ? g[e] / size : -1e300, multiplier / size + 1e-9) << p << " " << e;
            EXPECT_GE(g[e] / size, multiplier / size - 1e-9) << p << " " << e;
        }
    }
}

TEST(SmoothAbundances, ThatSumToOneMeetTheConditionsOfTheMinimum) {
    Scene const scene(6, 5, 4, 0.02);
    for (double const smoothness : {0.5, 30.0, 3000.0, 1e6}) {
        auto const found = smooth(scene, {.smoothness = smoothness, .sum_to_one = true});
        EXPECT_TRUE(found.report.converged) << smoothness;
        expect_minimum(scene, smoothness, found.abundances);
        EXPECT_LE(found.report.misfit + smoothness * found.report.roughness,
                  found.report.misfit_before + smoothness * found.report.roughness_before);
        EXPECT_LT(found.report.roughness, found.report.roughness_before);
    }
}

TEST(SmoothAbundances, OfManyPixelsComeNearerToTheTruth) {
    Scene const scene(40, 30, 5, 0.05);
    auto const found = smooth(scene, {.smoothness = 100, .sum_to_one = true});
    EXPECT_TRUE(found.report.converged);
    EXPECT_LT(found.report.rounds, 40u);
    auto const rms = [&](std::vector<double> const& a) {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            sum += (a[i] - scene.truth[i]) * (a[i] - scene.truth[i]);
        return std::sqrt(sum / static_cast<double>(a.size()));
    };
    EXPECT_LT(rms(found.abundances), 0.5 * rms(found.alone));
}

TEST(SmoothAbundances, AreTheSameAtAnyNumberOfRanks) {
    // Two lines: of three or four ranks one or two have none.
    for (std::size_t const lines : {2u, 9u}) {
        Scene const scene(lines, 8, 4, 0.03);
        for (bool const sum_to_one : {false, true}) {
            SmoothingOptions const options{.smoothness = 40, .sum_to_one = sum_to_one};
            auto const together = smooth(scene, options);
            auto const alone = smooth(scene, options, {}, Communicator(MPI_COMM_SELF));
            EXPECT_LT(largest_difference(together.abundances, alone.abundances), 1e-9);
            EXPECT_EQ(together.report.rounds, alone.report.rounds);
            EXPECT_EQ(together.report.misfit_before, alone.report.misfit_before);
            EXPECT_EQ(together.report.roughness_before, alone.report.roughness_before);
            if (sum_to_one) expect_minimum(scene, options.smoothness, together.abundances);
        }
    }
}

/// A line of pixels without a spectrum parts the image in two that do not know of each other.
TEST(SmoothAbundances, OfPixelsThatTakeNoPartStayAndTieNothing) {
    Scene scene(7, 5, 3, 0.02);
    auto const n = scene.channels(), m = scene.set.members;
    auto const blank = [&](Scene& of, std::size_t pixel) {
        std::fill_n(of.reflectance.begin() + static_cast<std::ptrdiff_t>(pixel * n), n,
                    std::numeric_limits<double>::quiet_NaN());
    };
    for (std::size_t s = 0; s < 5; ++s)
        blank(scene, 3 * 5 + s);
    // A channel that one pixel lacks, and a pixel of which no noise is known.
    scene.reflectance[2 * n + 5] = std::nan("");
    std::fill_n(scene.noise.begin() + static_cast<std::ptrdiff_t>(6 * n), n, std::nan(""));
    SmoothingOptions const options{.smoothness = 50, .sum_to_one = true};
    auto const found = smooth(scene, options);
    EXPECT_TRUE(found.report.converged);
    for (std::size_t i = 15 * m; i < 20 * m; ++i)
        EXPECT_TRUE(std::isnan(found.abundances[i]));
    for (std::size_t i = 6 * m; i < 7 * m; ++i)
        EXPECT_EQ(found.abundances[i], found.alone[i]);
    // The lower part changed: the upper one does not feel it.
    Scene other = scene;
    for (std::size_t i = 20 * n; i < other.reflectance.size(); ++i)
        other.reflectance[i] *= 0.9;
    auto const again = smooth(other, options);
    double upper = 0, lower = 0;
    for (std::size_t i = 0; i < found.abundances.size(); ++i)
        if (i < 15 * m || i >= 20 * m)
            (i < 15 * m ? upper : lower) =
                std::max(i < 15 * m ? upper : lower, std::abs(found.abundances[i] - again.abundances[i]));
    EXPECT_LT(upper, 1e-9);
    EXPECT_GT(lower, 1e-3);
}

TEST(SmoothAbundances, OfAlbedoWeighByTheNoiseOfAlbedo) {
    Scene const scene(4, 4, 3, 0.01);
    UnmixingOptions const intimate{.space = MixingSpace::albedo};
    auto const map = map_of(scene, intimate, 0, 16);
    for (std::size_t p = 0; p < 16; ++p) {
        // How much albedo moves with reflectance, over the channels of the pixel.
        double least = 1e300, most = 0;
        for (double const r : scene.spectra(p, 1).reflectance) {
            double const rate = (hapke_albedo(r + 1e-6, 1, 1) - hapke_albedo(r - 1e-6, 1, 1)) / 2e-6;
            least = std::min(least, rate);
            most = std::max(most, rate);
        }
        double const sigma = 1 / std::sqrt(map.weight[p]), given = scene.noise[p * scene.channels()];
        EXPECT_GT(sigma, 0.99 * least * given);
        EXPECT_LT(sigma, 1.01 * most * given);
        EXPECT_LT(least, 0.9 * most);
    }
    EXPECT_TRUE(smooth(scene, {.smoothness = 20}, intimate).report.converged);
}

TEST(SmoothAbundances, EndWhenAskedTo) {
    struct Impatient : parallel::Watcher {
        bool stop_requested() override { return true; }
    } watcher;
    Scene const scene(4, 4, 3, 0.02);
    auto const mine = parallel::block_of(4, world().rank(), world().size());
    auto const map = map_of(scene, {}, mine.first * 4, mine.size() * 4);
    std::vector<double> own(map.pixels() * 3, 1 / 3.0);
    auto const report = smooth_abundances(world(), map, {.smoothness = 10}, own, watcher);
    EXPECT_TRUE(report.stopped);
    EXPECT_FALSE(report.converged);
    EXPECT_EQ(report.rounds, 1u);
}

TEST(SmoothAbundances, RefuseWhatCannotBe) {
    Scene const scene(4, 4, 3, 0.02);
    auto const mine = parallel::block_of(4, world().rank(), world().size());
    auto const map = map_of(scene, {}, mine.first * 4, mine.size() * 4);
    std::vector<double> own(map.pixels() * 3, 1 / 3.0), shorter(own.size() + 1);
    parallel::Watcher watcher;
    auto const refused = [&](SmoothingOptions const& options, std::span<double> start,
                             AbundanceMap const& of) {
        EXPECT_THROW(smooth_abundances(world(), of, options, start, watcher), parallel::AgreedError);
    };
    refused({.smoothness = -1}, own, map);
    refused({.smoothness = std::nan("")}, own, map);
    refused({.smoothness = 1, .tolerance = 0}, own, map);
    refused({.smoothness = 1, .most_rounds = 0}, own, map);
    refused({.smoothness = 1}, shorter, map);
    auto uneven = map;
    uneven.samples = 3;
    refused({.smoothness = 1}, own, uneven);
}

}  // namespace
}  // namespace vespa::mulumesc

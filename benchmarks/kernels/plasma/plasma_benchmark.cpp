// Density evaluations a second on one core: the lanes' batch call (density and gradient) on each instruction
// set, beside the plain scalar twin (density alone; density and gradient by forward differentiation).
// items_per_second counts points.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "core/simd/targets.hpp"
#include "planet/plasma/density_reference.hpp"
#include "planet/plasma/make_plasma.hpp"

namespace vespa::planet {
namespace {

constexpr std::size_t count = 4096;

struct Case {
    char const* name;
    char const* body;
    std::vector<std::string> specifications;
    double nearest, farthest;  ///< m
};

std::vector<Case> const& cases() {
    static std::vector<Case> const all{
        {"torus+ionosphere", "jupiter", {"io-torus", "jupiter-ionosphere"}, 7e7, 7e8},
        {"io-torus", "jupiter", {"io-torus"}, 3e8, 7e8},
        {"jupiter-ionosphere", "jupiter", {"jupiter-ionosphere:topside_scale_height=480"}, 7e7, 8e7},
        {"divine-garrett", "jupiter", {"divine-garrett"}, 7e7, 3e9},
        {"power-r-4", "earth", {"power:density=1,exponent=-4,reference=6371"}, 7e6, 7e7},
        {"corona-leblanc", "sun", {"corona"}, 7e8, 7e9},
        {"dipole-aligned", "earth", {"dipole-aligned:density=400,reference=4,plasmapause=4.5"}, 7e6, 4e7},
        {"diffusive-equilibrium", "earth", {"diffusive-equilibrium"}, 7e6, 4e7},
    };
    return all;
}

struct Points {
    std::vector<double> x, y, z;
};

// Directions all around, near the equator as often as rays are; logarithmic in the distance.
Points points(Case const& one) {
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> part(0, 1);
    Points out;
    for (std::size_t i = 0; i < count; ++i) {
        double const x = normal(random), y = normal(random), z = 0.3 * normal(random);
        double const scale =
            one.nearest * std::pow(one.farthest / one.nearest, part(random)) / std::hypot(x, y, z);
        out.x.push_back(scale * x);
        out.y.push_back(scale * y);
        out.z.push_back(scale * z);
    }
    return out;
}

void lanes(benchmark::State& state, Case const& one, std::string const& target) {
    simd::use_target(target);
    auto const plasma = make_plasma(one.specifications, body_named(one.body));
    auto const at = points(one);
    std::vector<double> n(count), gx(count), gy(count), gz(count);
    for (auto _ : state) {
        plasma.density_and_gradient(at.x, at.y, at.z, n, gx, gy, gz);
        benchmark::DoNotOptimize(n.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
    simd::use_target("");
}

void twin_density(benchmark::State& state, Case const& one) {
    auto const plasma = make_plasma(one.specifications, body_named(one.body));
    auto const at = points(one);
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; ++i)
            benchmark::DoNotOptimize(reference_density(plasma, at.x[i], at.y[i], at.z[i]));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void twin_gradient(benchmark::State& state, Case const& one) {
    auto const plasma = make_plasma(one.specifications, body_named(one.body));
    auto const at = points(one);
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; ++i) {
            benchmark::DoNotOptimize(reference_density_and_gradient(plasma, at.x[i], at.y[i], at.z[i]));
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

}  // namespace
}  // namespace vespa::planet

int main(int argc, char** argv) {
    using namespace vespa;
    for (auto const& one : planet::cases()) {
        std::string const name = one.name;
        for (auto const& target : simd::available_targets()) {
            benchmark::RegisterBenchmark((name + "/lanes/" + target).c_str(), planet::lanes, one, target);
        }
        benchmark::RegisterBenchmark((name + "/twin/density").c_str(), planet::twin_density, one);
        benchmark::RegisterBenchmark((name + "/twin/density+gradient").c_str(), planet::twin_gradient, one);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

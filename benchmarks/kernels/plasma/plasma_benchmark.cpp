// Density evaluations a second on one core: the lanes' batch call (density and gradient) on each instruction
// set, beside the plain scalar twin (density alone; density and gradient by forward differentiation).
// items_per_second counts points.
#include <benchmark/benchmark.h>

#include <algorithm>
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
    std::uint64_t nodes = 0;   ///< along each axis of a grid that the models are sampled on; 0: the models

    Plasma plasma() const;
};

/// ln n of the models at the nodes of a box that holds all points; no less than 1e-6 cm⁻³.
Plasma on_grid(Plasma const& models, double half_side, std::uint64_t nodes) {
    GridAxis const axis{-half_side, 2 * half_side / static_cast<double>(nodes - 1), nodes};
    std::vector<double> values(nodes * nodes * nodes), x(nodes), y(nodes), z(nodes);
    for (std::uint64_t k = 0; k < nodes; ++k) {
        for (std::uint64_t j = 0; j < nodes; ++j) {
            for (std::uint64_t i = 0; i < nodes; ++i)
                x[i] = axis.first + axis.step * static_cast<double>(i);
            std::fill(y.begin(), y.end(), axis.first + axis.step * static_cast<double>(j));
            std::fill(z.begin(), z.end(), axis.first + axis.step * static_cast<double>(k));
            models.density(x, y, z, std::span(values).subspan((k * nodes + j) * nodes, nodes));
        }
    }
    for (double& n : values)
        n = std::max(n, 1.0);
    return Plasma({fit_density({GridFrame::cartesian, {axis, axis, axis}}, values)});
}

Plasma Case::plasma() const {
    auto models = make_plasma(specifications, body_named(body));
    return nodes == 0 ? models : on_grid(models, farthest, nodes);
}

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
        {"grid-64^3", "jupiter", {"io-torus"}, 3e8, 7e8, 64},
        {"grid-128^3", "jupiter", {"io-torus"}, 3e8, 7e8, 128},
        {"grid-256^3", "jupiter", {"io-torus"}, 3e8, 7e8, 256},
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
    auto const plasma = one.plasma();
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
    auto const plasma = one.plasma();
    auto const at = points(one);
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; ++i)
            benchmark::DoNotOptimize(reference_density(plasma, at.x[i], at.y[i], at.z[i]));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void twin_gradient(benchmark::State& state, Case const& one) {
    auto const plasma = one.plasma();
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

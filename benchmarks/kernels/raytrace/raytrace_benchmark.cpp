// Rays a second on one core, output off: the lanes on each instruction set beside the plain scalar twin,
// which is given the same medium as plain formulas. items_per_second counts rays; steps/s the steps tried.
#include <benchmark/benchmark.h>

#include <numeric>

#include "core/simd/targets.hpp"
#include "dipole_case.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/flight_reference.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {
namespace {

/// The same prepared rays, again and again.
class Again final : public RayFeed {
  public:
    explicit Again(std::vector<PreparedRay> const& rays) : rays_(rays) {}
    bool next(PreparedRay& ray) override {
        if (next_ == rays_.size()) return false;
        ray = rays_[next_++];
        return true;
    }
    bool abandoned() override { return false; }

  private:
    std::vector<PreparedRay> const& rays_;
    std::size_t next_ = 0;
};

/// Flies `count` rays of the dipole case with `fly`, their launches prepared beforehand.
template <class Fly>
void measure(benchmark::State& state, Problem const& problem, std::size_t count, Fly const& fly_them) {
    Plan const plan = make_plan(problem);
    FinishedRays finished;
    std::vector<PreparedRay> rays;
    std::vector<std::uint64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    prepare(plan, problem.medium, LaunchList(DipoleCase::launches(count)), numbers, rays, finished);
    double steps = 0;
    for ([[maybe_unused]] auto _ : state) {
        finished.clear();
        Again feed(rays);
        fly_them(plan, problem.medium, feed, finished);
        for (auto const& ray : finished.summaries)
            steps += ray.steps + ray.rejected_steps;
    }
    auto const flown = static_cast<double>(state.iterations()) * static_cast<double>(rays.size());
    state.SetItemsProcessed(static_cast<std::int64_t>(flown));
    state.counters["steps/s"] = benchmark::Counter(steps, benchmark::Counter::kIsRate);
    state.counters["steps_a_ray"] = steps / flown;
}

void lanes(benchmark::State& state, DipoleCase const& dipole, double tolerance, Order order,
           std::string const& target) {
    simd::use_target(target);
    Problem problem = dipole.problem(tolerance);
    problem.order = order;
    measure(state, problem, 4096, fly);
    simd::use_target("");
}

void gridded(benchmark::State& state, DipoleCase const& dipole, std::uint64_t nodes) {
    auto const plasma = DipoleCase::gridded_plasma(nodes);
    measure(state, dipole.gridded_problem(1e-6, plasma), 4096, fly);
}

void plain(benchmark::State& state, DipoleCase const& dipole, double tolerance) {
    measure(state, dipole.plain_problem(tolerance), 256, fly_reference);
}

}  // namespace
}  // namespace vespa::raytrace

int main(int argc, char** argv) {
    using namespace vespa;
    raytrace::DipoleCase const dipole;
    for (auto const& [name, tolerance] : {std::pair{"1e-6", 1e-6}, {"1e-8", 1e-8}, {"1e-10", 1e-10}}) {
        std::string const what = std::string("dipole/tolerance:") + name;
        for (auto const& target : simd::available_targets()) {
            benchmark::RegisterBenchmark(
                (what + "/lanes/" + target).c_str(), [&, t = tolerance, target](benchmark::State& state) {
                    raytrace::lanes(state, dipole, t, raytrace::Order::fifth, target);
                });
            if (tolerance > 1e-8) continue;
            benchmark::RegisterBenchmark((what + "/order:8/lanes/" + target).c_str(),
                                         [&, t = tolerance, target](benchmark::State& state) {
                                             raytrace::lanes(state, dipole, t, raytrace::Order::eighth,
                                                             target);
                                         });
        }
        benchmark::RegisterBenchmark((what + "/plain").c_str(), [&, t = tolerance](benchmark::State& state) {
            raytrace::plain(state, dipole, t);
        });
    }
    for (std::uint64_t const nodes : {64u, 128u, 256u}) {
        benchmark::RegisterBenchmark(
            ("dipole/tolerance:1e-6/grid-" + std::to_string(nodes) + "^3").c_str(),
            [&, nodes](benchmark::State& state) { raytrace::gridded(state, dipole, nodes); });
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}

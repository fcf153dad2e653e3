#include "solvers/raytrace/flying.hpp"

#include <cmath>
#include <numeric>

#include "raytrace/completion.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/flight_reference.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {
namespace {

class ListFeed final : public RayFeed {
  public:
    std::vector<PreparedRay> rays;

    bool next(PreparedRay& ray) override {
        if (next_ == rays.size()) return false;
        ray = rays[next_++];
        return true;
    }
    bool abandoned() override { return false; }

  private:
    std::size_t next_ = 0;
};

}  // namespace

Flown fly_here(Problem const& problem, std::vector<Launch> const& launches, bool reference) {
    LaunchList const list(launches);
    Problem complete = problem;
    complete.launches = &list;
    check(complete);
    Plan const plan = make_plan(complete);
    FinishedRays finished;
    ListFeed feed;
    std::vector<std::uint64_t> rays(launches.size());
    std::iota(rays.begin(), rays.end(), 0);
    prepare(plan, complete.medium, list, rays, feed.rays, finished);
    if (reference) {
        fly_reference(plan, complete.medium, feed, finished);
    } else {
        fly(plan, complete.medium, feed, finished);
    }
    raytrace::complete(plan, complete.medium, finished);
    Flown flown{std::vector<RaySummary>(launches.size()),
                std::vector<std::vector<RaySample>>(launches.size()),
                std::vector<std::vector<AlongRay>>(launches.size())};
    for (std::size_t i = 0; i < finished.rays.size(); ++i)
        flown.rays.at(finished.rays[i]) = finished.summaries[i];
    auto const& fragments = finished.fragments;
    auto sample = fragments.samples.begin();
    for (std::size_t i = 0; i < fragments.rays.size(); ++i) {
        auto const ray = fragments.rays[i];
        auto const end = sample + static_cast<std::ptrdiff_t>(fragments.counts[i]);
        flown.samples.at(ray).assign(sample, end);
        if (!fragments.along.empty()) {
            auto const first = fragments.along.begin() + (sample - fragments.samples.begin());
            flown.along.at(ray).assign(first, first + (end - sample));
        }
        sample = end;
    }
    return flown;
}

double unit_density() {
    return 1 / plasma_factors(Constants::codata).plasma;
}
double unit_field() {
    return 1 / plasma_factors(Constants::codata).gyro;
}

void UnitMedium::evaluate(Vector const& position, MediumSample& medium) const {
    auto const values = values_(position);
    medium.density_m3 = unit_density() * values.X;
    for (std::size_t i = 0; i < 3; ++i) {
        medium.density_gradient[i] = unit_density() * values.X_gradient[i];
        medium.magnetic_field_T[i] = unit_field() * values.Y[i];
        for (std::size_t j = 0; j < 3; ++j) {
            medium.magnetic_field_gradient[j][i] = unit_field() * values.Y_gradient[j][i];
        }
    }
}

Launch unit_launch(Vector const& position, Vector const& direction, Mode mode) {
    return {position, direction, 1, mode};
}

Problem unit_problem(double tolerance) {
    Problem problem;
    problem.tolerance = tolerance;
    problem.length_scale_m = 1;
    problem.maximum_step_m = std::numeric_limits<double>::infinity();
    return problem;
}

double integrate(std::function<double(double)> const& f, double a, double b, int panels) {
    // nodes and weights by Newton's iteration on the Legendre polynomial
    constexpr int n = 20;
    double sum = 0;
    double const half = 0.5 * (b - a) / panels;
    for (int i = 1; i <= n; ++i) {
        double x = std::cos(3.14159265358979323846 * (i - 0.25) / (n + 0.5));
        double slope = 0;
        for (int iteration = 0; iteration < 100; ++iteration) {
            double p = 1, before = 0;
            for (int k = 1; k <= n; ++k)
                before = std::exchange(p, ((2 * k - 1) * x * p - (k - 1) * before) / k);
            slope = n * (x * p - before) / (x * x - 1);
            double const change = p / slope;
            x -= change;
            if (std::abs(change) < 1e-16) break;
        }
        double const weight = 2 / ((1 - x * x) * slope * slope);
        for (int panel = 0; panel < panels; ++panel)
            sum += weight * f(a + half * (2 * panel + 1 + x));
    }
    return half * sum;
}

}  // namespace vespa::raytrace

// What accuracy costs: error against exact references, and processor time a ray, over the tolerance.
//
//     benchmarks/precision_raytrace [repetitions [FILE.json]]
//
// One core, output off. Each case is flown by both orders at tolerances 1e-4 … 1e-12; the time is the best of
// the repetitions of a flight of some thousand rays. The error is relative, the worst and the root mean
// square of the case's rays. scripts/study precision raytrace draws the table.
#include <fmt/format.h>
#include <time.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>

#include "core/simd/targets.hpp"
#include "exact_cases.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/prepare.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

constexpr std::size_t rays_timed = 2048;

/// The same prepared rays, over and over.
class Repeated final : public RayFeed {
  public:
    explicit Repeated(std::vector<PreparedRay> const& rays) : rays_(rays) {}
    bool next(PreparedRay& ray) override {
        if (given_ == rays_timed) return false;
        ray = rays_[given_++ % rays_.size()];
        return true;
    }
    bool abandoned() override { return false; }

  private:
    std::vector<PreparedRay> const& rays_;
    std::size_t given_ = 0;
};

struct Row {
    std::string name, compared;
    Order order = Order::fifth;
    double tolerance = 0;
    std::size_t rays = 0;
    std::size_t elsewhere = 0;  ///< rays that ended otherwise than they should
    double worst = 0, root_mean_square = 0;
    double microseconds = 0, steps = 0;  ///< a ray
};

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

int number(Order order) {
    return order == Order::eighth ? 8 : 5;
}

Problem problem_of(ExactCase const& one, Row const& row) {
    Problem problem = one.at(row.tolerance);
    problem.order = row.order;
    return problem;
}

void find_errors(ExactCase const& one, Row& row) {
    Problem const problem = problem_of(one, row);
    auto const rays = fly_here(problem, one.launches).rays;
    double squares = 0;
    for (std::size_t i = 0; i < rays.size(); ++i) {
        row.steps += (rays[i].steps + rays[i].rejected_steps) / static_cast<double>(rays.size());
        if (rays[i].stop_reason != one.end_of(i)) {
            ++row.elsewhere;
            continue;
        }
        double const error = one.error(i, rays[i]);
        row.worst = std::max(row.worst, error);
        squares += error * error;
    }
    row.root_mean_square = std::sqrt(squares / static_cast<double>(rays.size() - row.elsewhere));
}

/// Times one flight; the best one is kept.
void find_time(ExactCase const& one, Row& row) {
    LaunchList const list(one.launches);
    Problem problem = problem_of(one, row);
    problem.launches = &list;
    Plan const plan = make_plan(problem);
    FinishedRays finished;
    std::vector<PreparedRay> prepared;
    std::vector<std::uint64_t> numbers(one.launches.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    prepare(plan, problem.medium, list, numbers, prepared, finished);
    Repeated feed(prepared);
    double const start = processor_seconds();
    fly(plan, problem.medium, feed, finished);
    double const microseconds = 1e6 * (processor_seconds() - start) / rays_timed;
    if (row.microseconds == 0 || microseconds < row.microseconds) row.microseconds = microseconds;
}

/// All cases in turn, again and again: a busy spell of the machine falls on one repetition of each.
std::vector<Row> measure(std::vector<ExactCase> const& cases, int repetitions) {
    std::vector<Row> rows;
    std::vector<ExactCase const*> case_of;
    for (auto const& one : cases) {
        for (Order const order : {Order::fifth, Order::eighth}) {
            for (int digits = 4; digits <= 12; ++digits) {
                rows.push_back({one.name, one.compared, order, std::pow(10.0, -digits), one.launches.size()});
                case_of.push_back(&one);
                find_errors(one, rows.back());
            }
        }
    }
    for (int i = 0; i < repetitions; ++i) {
        for (std::size_t k = 0; k < rows.size(); ++k)
            find_time(*case_of[k], rows[k]);
    }
    return rows;
}

void print(std::vector<Row> const& rows) {
    fmt::print("{:<22} {:<24} {:>5} {:>9} {:>5} {:>9} {:>9} {:>9} {:>10} {:>9}\n", "case", "compared",
               "order", "tolerance", "rays", "elsewhere", "worst", "rms", "µs a ray", "steps");
    for (auto const& row : rows) {
        fmt::print("{:<22} {:<24} {:>5} {:>9.0e} {:>5} {:>9} {:>9.1e} {:>9.1e} {:>10.3f} {:>9.1f}\n",
                   row.name, row.compared, number(row.order), row.tolerance, row.rays, row.elsewhere,
                   row.worst, row.root_mean_square, row.microseconds, row.steps);
    }
}

std::string json(std::vector<Row> const& rows, int repetitions) {
    std::string text = fmt::format(
        "{{\"code\": \"raytrace\", \"instructions\": \"{}\", \"repetitions\": {},"
        " \"rows\": [",
        simd::active_target(), repetitions);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        text += fmt::format(
            "{}\n {{\"case\": \"{}\", \"compared\": \"{}\", \"order\": {}, \"tolerance\": {:.0e}, \"rays\": "
            "{}, "
            "\"elsewhere\": {}, \"worst\": {:.3e}, \"rms\": {:.3e}, \"microseconds\": {:.5g}, "
            "\"steps\": {:.5g}}}",
            i ? "," : "", row.name, row.compared, number(row.order), row.tolerance, row.rays, row.elsewhere,
            row.worst, row.root_mean_square, row.microseconds, row.steps);
    }
    return text + "]}\n";
}

}  // namespace
}  // namespace vespa::raytrace

int main(int argc, char** argv) {
    using namespace vespa::raytrace;
    int const repetitions = argc > 1 ? std::atoi(argv[1]) : 15;
    if (argc > 3 || repetitions < 1) {
        fmt::print(stderr, "usage: precision_raytrace [repetitions [FILE.json]]\n");
        return 64;
    }
    auto const rows = measure({linear_layer(), toy_model_1(), quasi_parabolic(), slab(Mode::ordinary),
                               slab(Mode::extraordinary), dipole()},
                              repetitions);
    print(rows);
    if (argc < 3) return 0;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(argv[2], "w"), &std::fclose);
    if (!file || std::fputs(json(rows, repetitions).c_str(), file.get()) < 0) {
        fmt::print(stderr, "{} cannot be written\n", argv[2]);
        return 2;
    }
}

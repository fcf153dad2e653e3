// Field evaluations a second of CPU time on one core. items_per_second counts points, multiply_add/s the
// multiplications of doubles, with or without an addition; multiply_add_peak is the machine's limit of these.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "core/units/constants.hpp"
#include "multiply_add_peak.hpp"
#include "planet/magnetic_field/make_magnetic_field.hpp"
#include "planet/magnetic_field/multipole_file.hpp"
#include "planet/magnetic_field/multipoles_reference.hpp"

namespace vespa::planet {
namespace {

constexpr std::size_t points = 4096;
std::string const models = VESPA_SOURCE_DIR "/inputs/magnetic_field";

/// Points spread over 1.05 to 11 radii of Jupiter.
struct Points {
    Points() : x(points), y(points), z(points) {
        std::mt19937_64 random(1);
        auto const uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
        for (std::size_t i = 0; i < points; ++i) {
            double const r = units::jupiter_radius * (1.05 + 9.95 * uniform());
            double const sine = 2 * uniform() - 1, longitude = 2 * units::pi * uniform();
            double const cosine = std::sqrt(1 - sine * sine);
            x[i] = r * cosine * std::cos(longitude);
            y[i] = r * cosine * std::sin(longitude);
            z[i] = r * sine;
        }
    }
    std::vector<double> x, y, z;
};

Points const& sample() {
    static Points const value;
    return value;
}

void count(benchmark::State& state) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points));
}

void multiply_add_peak(benchmark::State& state) {
    std::size_t done = 0;
    for (auto _ : state)
        done += benchmarks::run_multiply_adds(10000);
    state.counters["multiply_add/s"] =
        benchmark::Counter(static_cast<double>(done), benchmark::Counter::kIsRate);
}

/// Multiplications for a point of the lane kernel that goes up the columns: in row n ≥ M + 2 of a column the
/// recurrence and the sums, in row M + 1 the sums, then what a column costs; column 0; the rows' factors.
double column_multiplications(int degree, int sums, int in_a_column) {
    double total = 3.0 * degree + 2.0 * degree + 20;
    for (int column = 1; column <= degree; ++column) {
        int const rows = degree - column;
        total += in_a_column + (rows > 0 ? (sums + 2.0) * rows - 2 : 0);
    }
    return total;
}

/// Those of the kernel that goes from order to order: the point; order 0; in the rows of an order four sums,
/// two in its second row, and the recurrence from the fifth on; what an order costs; the components.
double order_multiplications(int degree) {
    double total = 10 + 7.0 * degree + 12.0 * degree - 10 + 17;
    for (int rows = degree - 1; rows > 0; --rows)
        total += 2 + 4.0 * (rows - 1) + std::max(0, rows - 3);
    return total;
}

void count_multiplications(benchmark::State& state, double of_a_point) {
    state.counters["multiply_add/s"] = benchmark::Counter(of_a_point * static_cast<double>(points),
                                                          benchmark::Counter::kIsIterationInvariantRate);
}

void run_batch(benchmark::State& state, MagneticField const& field) {
    auto const& at = sample();
    std::vector<double> bx(points), by(points), bz(points);
    for (auto _ : state) {
        field.evaluate({at.x, at.y, at.z}, VectorArrays{bx, by, bz});
        benchmark::ClobberMemory();
    }
    count(state);
}

void run_gradient(benchmark::State& state, MagneticField const& field) {
    auto const& at = sample();
    std::vector<std::vector<double>> out(12, std::vector<double>(points));
    FieldArrays const arrays{{out[0], out[1], out[2]},
                             {out[3], out[4], out[5]},
                             {out[6], out[7], out[8]},
                             {out[9], out[10], out[11]}};
    for (auto _ : state) {
        field.evaluate({at.x, at.y, at.z}, arrays);
        benchmark::ClobberMemory();
    }
    count(state);
}

MagneticField made(std::vector<std::string> const& specifications) {
    return make_magnetic_field(specifications, body_named("jupiter"), models);
}

void jrm33(benchmark::State& state) {
    run_batch(state, made({"jrm33:degree=" + std::to_string(state.range(0))}));
    int const degree = static_cast<int>(state.range(0));
    count_multiplications(state, degree > highest_harmonic_degree ? column_multiplications(degree, 4, 12)
                                                                  : order_multiplications(degree));
}

void jrm33_gradient(benchmark::State& state) {
    run_gradient(state, made({"jrm33:degree=" + std::to_string(state.range(0))}));
    count_multiplications(state, column_multiplications(static_cast<int>(state.range(0)), 6, 40));
}

void jrm33_plain(benchmark::State& state) {
    MultipoleReference const twin(read_multipole_file(models + "/jrm33.txt"),
                                  static_cast<int>(state.range(0)));
    auto const& at = sample();
    for (auto _ : state) {
        for (std::size_t i = 0; i < points; ++i)
            benchmark::DoNotOptimize(twin.field({at.x[i], at.y[i], at.z[i]}));
    }
    count(state);
}

void jrm33_gradient_plain(benchmark::State& state) {
    MultipoleReference const twin(read_multipole_file(models + "/jrm33.txt"),
                                  static_cast<int>(state.range(0)));
    auto const& at = sample();
    for (auto _ : state) {
        for (std::size_t i = 0; i < points; ++i)
            benchmark::DoNotOptimize(twin.field_and_gradient({at.x[i], at.y[i], at.z[i]}));
    }
    count(state);
}

void con2020_exact(benchmark::State& state) {
    run_batch(state, made({"con2020:form=exact,tolerance=1e-9"}));
}
void con2020_exact_1e_6(benchmark::State& state) {
    run_batch(state, made({"con2020:form=exact,tolerance=1e-6"}));
}
void con2020_exact_gradient(benchmark::State& state) {
    run_gradient(state, made({"con2020"}));
}
void con2020_edwards(benchmark::State& state) {
    run_batch(state, made({"con2020:form=edwards"}));
}
void con2020_edwards_gradient(benchmark::State& state) {
    run_gradient(state, made({"con2020:form=edwards"}));
}
void jrm33_13_and_con2020(benchmark::State& state) {
    run_batch(state, made({"jrm33", "con2020"}));
}
void jrm33_13_and_con2020_gradient(benchmark::State& state) {
    run_gradient(state, made({"jrm33", "con2020"}));
}

/// A grid of n³ nodes around the points, any numbers at them.
MagneticField on_grid(std::int64_t n) {
    double const reach = 11 * units::jupiter_radius;
    auto const count = static_cast<std::uint64_t>(n);
    GridAxis const axis{-reach, 2 * reach / static_cast<double>(n - 1), count};
    std::vector<double> values(count * count * count);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 1e-6 * std::sin(1e-3 * static_cast<double>(i));
    MagneticFieldParts parts;
    parts.grids.push_back(fit_field({GridFrame::cartesian, {axis, axis, axis}}, {values, values, values}));
    return MagneticField(parts);
}

void grid(benchmark::State& state) {
    run_batch(state, on_grid(state.range(0)));
}
void grid_gradient(benchmark::State& state) {
    run_gradient(state, on_grid(state.range(0)));
}

BENCHMARK(multiply_add_peak);
BENCHMARK(jrm33)->Arg(10)->Arg(13)->Arg(18)->Arg(30);
BENCHMARK(jrm33_plain)->Arg(10)->Arg(13)->Arg(18)->Arg(30);
BENCHMARK(jrm33_gradient)->Arg(10)->Arg(13)->Arg(18)->Arg(30);
BENCHMARK(jrm33_gradient_plain)->Arg(13);
BENCHMARK(con2020_exact);
BENCHMARK(con2020_exact_1e_6);
BENCHMARK(con2020_exact_gradient);
BENCHMARK(con2020_edwards);
BENCHMARK(con2020_edwards_gradient);
BENCHMARK(jrm33_13_and_con2020);
BENCHMARK(jrm33_13_and_con2020_gradient);
BENCHMARK(grid)->Arg(32)->Arg(128);
BENCHMARK(grid_gradient)->Arg(32)->Arg(128);

}  // namespace
}  // namespace vespa::planet

BENCHMARK_MAIN();

#include "planet/magnetic_field/field_line.hpp"

#include <cmath>

#include "core/numerics/dense_output.hpp"
#include "core/numerics/root.hpp"
#include "core/numerics/step_control.hpp"

namespace vespa::planet {

namespace {

constexpr auto const& pair = numerics::dormand_prince_5;
using Slopes = std::array<Point, pair.stages>;

Point field_at(MagneticField const& field, Point const& position) {
    Point b{};
    field.evaluate({{&position[0], 1}, {&position[1], 1}, {&position[2], 1}},
                   VectorArrays{{&b[0], 1}, {&b[1], 1}, {&b[2], 1}});
    return b;
}

double norm(Point const& a) {
    return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

/// Above zero outside the body.
double above_surface(Body const& body, Point const& x) {
    if (body.equatorial_radius_m == 0) return 1;
    double const across = (x[0] * x[0] + x[1] * x[1]) / (body.equatorial_radius_m * body.equatorial_radius_m);
    return across + x[2] * x[2] / (body.polar_radius_m * body.polar_radius_m) - 1;
}

struct Attempt {
    Point end;
    Slopes slopes;
    double error;  ///< in units of the tolerance
};

class Tracer {
  public:
    Tracer(MagneticField const& field, Body const& body, Sense sense, FieldLineLimits const& limits)
        : field_(field), body_(body), limits_(limits), sign_(sense == Sense::along_field ? 1 : -1) {}

    FieldLine trace(Point const& start) {
        FieldLine line;
        Point tangent = direction(start);
        keep(line, start, tangent, 0);
        if (!std::isfinite(tangent[0]) || above_surface(body_, start) < -1e-12) return line;
        double step = limits_.maximum_step_m / 8;
        double previous_error = 1;
        numerics::StepControl const control(pair);
        while (true) {
            double const length = line.lengths.back();
            step = std::min({step, limits_.maximum_step_m, limits_.maximum_length_m - length});
            if (!(step > 1e-12 * limits_.length_scale_m)) {
                bool const long_enough = limits_.maximum_length_m - length <= 1e-12 * limits_.length_scale_m;
                line.end = long_enough ? FieldLineEnd::maximum_length : FieldLineEnd::undefined_field;
                return line;
            }
            Attempt const attempt = take(line.points.back(), tangent, step);
            if (!(attempt.error <= 1)) {
                step *= numerics::factor_after_rejected(control, attempt.error);
                continue;
            }
            if (ends_inside(line, attempt, step)) return line;
            tangent = attempt.slopes.back();
            keep(line, attempt.end, tangent, length + step);
            step *= numerics::factor_after_accepted(control, attempt.error, previous_error);
            previous_error = attempt.error;
        }
    }

  private:
    Point direction(Point const& position) const {
        Point b = field_at(field_, position);
        double const scale = sign_ / norm(b);
        for (auto& component : b)
            component *= scale;
        return b;
    }

    Attempt take(Point const& start, Point const& tangent, double step) const {
        Attempt attempt{};
        attempt.slopes[0] = tangent;
        for (std::size_t stage = 1; stage < pair.stages; ++stage) {
            Point position = start;
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < stage; ++j)
                    position[i] += step * pair.a[stage][j] * attempt.slopes[j][i];
            if (stage + 1 == pair.stages) attempt.end = position;
            attempt.slopes[stage] = direction(position);
        }
        double worst = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            double difference = 0;
            for (std::size_t j = 0; j < pair.stages; ++j)
                difference += step * pair.error[j] * attempt.slopes[j][i];
            // a NaN stays one and rejects the step
            worst = std::abs(difference) <= worst ? worst : std::abs(difference);
        }
        attempt.error = worst / (limits_.tolerance * limits_.length_scale_m);
        return attempt;
    }

    /// Whether the step crosses the surface or the outer sphere; then the crossing closes the line.
    bool ends_inside(FieldLine& line, Attempt const& attempt, double step) const {
        auto const outside = [&](Point const& x) { return norm(x) - limits_.outer_radius_m; };
        bool const lands = above_surface(body_, attempt.end) < 0;
        bool const leaves = outside(attempt.end) > 0;
        if (!lands && !leaves) return false;
        line.end = lands ? FieldLineEnd::surface : FieldLineEnd::outer_sphere;
        numerics::DenseOutput<3> const dense(
            pair, line.points.back(), attempt.end, step,
            [&](std::size_t j, std::size_t i) { return attempt.slopes[j][i]; });
        auto const event = [&](double theta) {
            Point const x = dense.at(theta);
            return lands ? above_surface(body_, x) : outside(x);
        };
        double const at_start = event(0);
        bool const starts_beyond = lands ? at_start <= 0 : at_start >= 0;
        double const theta = starts_beyond ? 0 : numerics::find_root(event, 0, 1, at_start, event(1), 1e-14);
        if (theta > 0) {
            Point const x = dense.at(theta);
            keep(line, x, direction(x), line.lengths.back() + theta * step);
        }
        return true;
    }

    static void keep(FieldLine& line, Point const& x, Point const& tangent, double length) {
        line.points.push_back(x);
        line.tangents.push_back(tangent);
        line.lengths.push_back(length);
    }

    MagneticField const& field_;
    Body const& body_;
    FieldLineLimits const& limits_;
    double sign_;
};

}  // namespace

Point FieldLine::at(std::size_t segment, double fraction) const {
    double const length = lengths[segment + 1] - lengths[segment];
    double const t = fraction;
    double const rest = 1 - t;
    Point x{};
    for (std::size_t i = 0; i < 3; ++i) {
        x[i] = rest * rest * ((1 + 2 * t) * points[segment][i] + t * length * tangents[segment][i]) +
               t * t * ((1 + 2 * rest) * points[segment + 1][i] - rest * length * tangents[segment + 1][i]);
    }
    return x;
}

FieldLine trace_field_line(MagneticField const& field, Body const& body, Point const& start, Sense sense,
                           FieldLineLimits const& limits) {
    return Tracer(field, body, sense, limits).trace(start);
}

double field_strength(MagneticField const& field, Point const& position_m) {
    return norm(field_at(field, position_m));
}

}  // namespace vespa::planet

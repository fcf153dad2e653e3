#include "planet/grid/grid_nodes.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/units/constants.hpp"

namespace vespa::planet {
namespace {

using units::degree;
using units::pi;

// Angles of axes are compared to this part of a step.
constexpr double close_enough = 1e-3;

bool same(double a, double b, double step) {
    return std::abs(a - b) < close_enough * step;
}

PoleMeeting meeting(double latitude, double step) {
    double const gap = pi / 2 - std::abs(latitude);
    if (same(gap, 0, step)) return PoleMeeting::at_node;
    return same(gap, step / 2, step) ? PoleMeeting::half_a_step : PoleMeeting::none;
}

std::string degrees(double angle) {
    return shown(angle / degree);
}

void check_count(GridAxis const& axis, char const* name, std::string const& where) {
    if (axis.count < numerics::least_cubic_nodes || axis.count > most_nodes) {
        throw BadInput(std::string(name) + " has " + std::to_string(axis.count) + " nodes", where,
                       "4 to " + std::to_string(most_nodes) + " nodes");
    }
}

void check_spherical(GridNodes const& nodes, std::string const& where) {
    auto const& [longitude, latitude, distance] = nodes.axes;
    double const edge = pi / 2 + close_enough * latitude.step;
    if (latitude.first < -edge || latitude.last() > edge) {
        throw BadInput("latitude reaches from " + degrees(latitude.first) + " to " +
                           degrees(latitude.last()) + " degrees",
                       where, "-90 to 90 degrees");
    }
    if (longitude.last() - longitude.first > 2 * pi - (1 - close_enough) * longitude.step) {
        throw BadInput("longitude reaches from " + degrees(longitude.first) + " to " +
                           degrees(longitude.last()) + " degrees: its nodes go around more than once",
                       where, "each meridian once: the first node is not repeated at its end");
    }
    if (nodes.frame == GridFrame::spherical && !(distance.first > 0)) {
        throw BadInput("r begins at " + shown(distance.first) + " m", where, "> 0");
    }
}

std::uint64_t begin_of(std::uint64_t size, std::uint64_t share, std::uint64_t shares) {
    return size * share / shares;
}

/// On a pole all longitudes are one place: its value is their mean.
void unite_pole(double* row, std::uint64_t count) {
    double sum = 0;
    for (std::uint64_t i = 0; i < count; ++i)
        sum += row[i];
    std::fill(row, row + count, sum / static_cast<double>(count));
}

/// The rows of a plane of constant distance (or z), along the first axis.
void fit_rows(GridNodes const& nodes, SplineLayout const& layout, double* values, std::uint64_t plane) {
    auto const& [first, second, third] = nodes.axes;
    auto const ends = layout.all_around ? numerics::SplineEnds::periodic : numerics::SplineEnds::not_a_knot;
    for (std::uint64_t j = 0; j < second.count; ++j) {
        double* const row = values + layout.place(0, j, plane);
        bool const on_pole = (j == 0 && layout.poles[0] == PoleMeeting::at_node) ||
                             (j + 1 == second.count && layout.poles[1] == PoleMeeting::at_node);
        if (on_pole) unite_pole(row, first.count);
        numerics::fit_cubic_lines(row - 1, first.count, 1, 1, ends);
    }
}

/// The closed or open line of nodes that a meridian, across the poles, and the meridian opposite make. Node g
/// of it is the meridian's node g where there is one; beyond a pole it is the opposite meridian's node
/// mirror − g.
class MeridianLine {
  public:
    MeridianLine(std::uint64_t count, std::array<PoleMeeting, 2> const& poles)
        : count_(static_cast<std::int64_t>(count)),
          south_(poles[0] == PoleMeeting::at_node ? 0 : -1),
          north_(2 * count_ - (poles[1] == PoleMeeting::at_node ? 2 : 1)),
          has_north_(poles[1] != PoleMeeting::none),
          closed_(has_north_ && poles[0] != PoleMeeting::none) {
        first_ = has_north_ ? 0 : south_ - (count_ - 1);
        length_ = closed_ ? north_ - south_ : has_north_ ? north_ + 1 : count_ - first_;
    }

    struct Node {
        std::uint64_t latitude;
        bool opposite;
    };
    std::uint64_t length() const { return static_cast<std::uint64_t>(length_); }
    Node node(std::uint64_t m) const {
        std::int64_t const g = first_ + static_cast<std::int64_t>(m);
        if (g >= 0 && g < count_) return {static_cast<std::uint64_t>(g), false};
        return {static_cast<std::uint64_t>((g < 0 ? south_ : north_) - g), true};
    }
    numerics::SplineEnds ends() const {
        return closed_ ? numerics::SplineEnds::periodic : numerics::SplineEnds::not_a_knot;
    }
    /// Row of the fitted line that holds the coefficient centred on a node of the meridian, or of the
    /// opposite one; nodes beyond a pole included.
    std::uint64_t row(std::int64_t node, bool opposite) const {
        std::int64_t const g = opposite ? (has_north_ ? north_ : south_) - node : node;
        std::int64_t const m = closed_ ? (g % length_ + length_) % length_ : g - first_;
        return static_cast<std::uint64_t>(m + 1);
    }

  private:
    std::int64_t count_, south_, north_;
    bool has_north_, closed_;
    std::int64_t first_ = 0, length_ = 0;
};

/// Meridians across the poles, on one sphere. The coefficients along the longitudes stand in place of values:
/// both fits commute, since opposite meridians are so many whole steps apart.
void fit_meridians(GridNodes const& nodes, SplineLayout const& layout, double* values, std::uint64_t plane) {
    std::uint64_t const around = nodes.axes[0].count, half = around / 2;
    MeridianLine const line(nodes.axes[1].count, layout.poles);
    std::vector<double> fitted(numerics::cubic_coefficients(line.length(), line.ends()) * half);
    for (std::uint64_t m = 0; m < line.length(); ++m) {
        auto const node = line.node(m);
        double const* const from = values + layout.place(node.opposite ? half : 0, node.latitude, plane);
        std::copy_n(from, half, fitted.data() + (m + 1) * half);
    }
    numerics::fit_cubic_lines(fitted.data(), line.length(), half, half, line.ends());

    std::int64_t const before = layout.poles[0] == PoleMeeting::half_a_step ? 2 : 1;
    for (std::int64_t c = 0; c < layout.coefficients[1]; ++c) {
        double* const to = values + ((plane + 1) * static_cast<std::uint64_t>(layout.coefficients[1]) +
                                     static_cast<std::uint64_t>(c)) *
                                        static_cast<std::uint64_t>(layout.coefficients[0]);
        std::copy_n(fitted.data() + line.row(c - before, false) * half, half, to + 1);
        std::copy_n(fitted.data() + line.row(c - before, true) * half, half, to + 1 + half);
        to[0] = to[around];
        to[around + 1] = to[1];
        to[around + 2] = to[2];
    }
}

/// The second axis of a plane.
void fit_columns(GridNodes const& nodes, SplineLayout const& layout, double* values, std::uint64_t plane) {
    if (layout.poles[0] != PoleMeeting::none || layout.poles[1] != PoleMeeting::none) {
        fit_meridians(nodes, layout, values, plane);
        return;
    }
    auto const row = static_cast<std::uint64_t>(layout.coefficients[0]);
    numerics::fit_cubic_lines(values + (plane + 1) * static_cast<std::uint64_t>(layout.coefficients[1]) * row,
                              nodes.axes[1].count, row, row, numerics::SplineEnds::not_a_knot);
}

}  // namespace

SplineLayout layout_of(GridNodes const& nodes, std::string const& where) {
    std::array<char const*, 3> const cartesian{"x", "y", "z"}, spherical{"longitude", "latitude", "r"};
    for (std::size_t a = 0; a < 3; ++a)
        check_count(nodes.axes[a], nodes.is_spherical() ? spherical[a] : cartesian[a], where);
    SplineLayout layout;
    if (nodes.is_spherical()) {
        check_spherical(nodes, where);
        auto const& longitude = nodes.axes[0];
        auto const& latitude = nodes.axes[1];
        layout.all_around =
            same(static_cast<double>(longitude.count) * longitude.step, 2 * pi, longitude.step);
        if (layout.all_around) {
            if (latitude.first < 0) layout.poles[0] = meeting(latitude.first, latitude.step);
            if (latitude.last() > 0) layout.poles[1] = meeting(latitude.last(), latitude.step);
        }
        bool const polar = layout.poles[0] != PoleMeeting::none || layout.poles[1] != PoleMeeting::none;
        if (polar && longitude.count % 2 != 0) {
            throw BadInput(std::to_string(longitude.count) + " longitudes around a pole", where,
                           "an even number: each meridian goes on beyond the pole");
        }
    }
    for (std::size_t a = 0; a < 3; ++a) {
        layout.cells[a] = static_cast<std::int64_t>(nodes.axes[a].count) - 1;
        layout.first_knot[a] = nodes.axes[a].first;
    }
    if (layout.all_around) ++layout.cells[0];
    for (auto const pole : layout.poles)
        layout.cells[1] += pole == PoleMeeting::half_a_step ? 1 : 0;
    if (layout.poles[0] == PoleMeeting::half_a_step) layout.first_knot[1] -= nodes.axes[1].step;
    for (std::size_t a = 0; a < 3; ++a)
        layout.coefficients[a] = layout.cells[a] + 3;
    return layout;
}

void fit_grid(GridNodes const& nodes, SplineLayout const& layout, double* values, int step,
              std::uint64_t share, std::uint64_t shares) {
    // The last axis is swept by rows that hold coefficients of the first two; the others plane by plane.
    auto const rows = static_cast<std::uint64_t>(layout.coefficients[1]);
    auto const row = static_cast<std::uint64_t>(layout.coefficients[0]);
    std::uint64_t const size = step == fit_steps - 1 ? rows : nodes.axes[2].count;
    for (auto at = begin_of(size, share, shares); at < begin_of(size, share + 1, shares); ++at) {
        switch (step) {
            case 0:
                fit_rows(nodes, layout, values, at);
                break;
            case 1:
                fit_columns(nodes, layout, values, at);
                break;
            default:
                numerics::fit_cubic_lines(values + at * row, nodes.axes[2].count, rows * row, row,
                                          numerics::SplineEnds::not_a_knot);
        }
    }
}

}  // namespace vespa::planet

#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "core/numerics/cubic_spline.hpp"

/// Where the nodes of a gridded medium lie.
namespace vespa::planet {

enum class GridFrame {
    cartesian,             ///< axes x, y, z, m
    spherical,             ///< axes east longitude, latitude (rad), distance from the centre (m)
    spherical_logarithmic  ///< the same with ln(distance/m)
};

/// That an axis may have.
inline constexpr std::uint64_t most_nodes = 100000;

/// Evenly spaced nodes.
struct GridAxis {
    double first = 0;
    double step = 0;          ///< > 0
    std::uint64_t count = 0;  ///< at least 4

    double last() const { return first + step * static_cast<double>(count - 1); }
};

/// Nodes of a grid; axes in the order the frame names them, the first one's nodes contiguous in memory.
struct GridNodes {
    GridFrame frame = GridFrame::cartesian;
    std::array<GridAxis, 3> axes{};

    std::uint64_t count() const { return axes[0].count * axes[1].count * axes[2].count; }
    bool is_spherical() const { return frame != GridFrame::cartesian; }
};

/// An array of a spline's coefficients along three axes, the first contiguous, within a larger array.
struct CoefficientBlock {
    std::uint64_t begin = 0;
    std::array<std::uint64_t, 3> counts{};

    std::uint64_t count() const { return counts[0] * counts[1] * counts[2]; }
    /// Where row j of plane k begins.
    std::uint64_t row(std::uint64_t j, std::uint64_t k) const {
        return begin + (k * counts[1] + j) * counts[0];
    }
};

/// How a latitude axis meets a pole.
enum class PoleMeeting {
    none,        ///< it ends before
    at_node,     ///< its outermost node is the pole
    half_a_step  ///< its outermost node is half a step before the pole
};

/// What follows for the splines on a grid: how the axes are closed and how many coefficients they take. A
/// grid all around in longitude that reaches a pole is continued across it: what follows on a meridian is the
/// meridian opposite.
struct SplineLayout {
    std::array<std::int64_t, 3> cells{};
    std::array<std::int64_t, 3> coefficients{};
    std::array<double, 3> first_knot{};
    bool all_around = false;                                                 ///< the longitudes close
    std::array<PoleMeeting, 2> poles{PoleMeeting::none, PoleMeeting::none};  ///< south, north

    std::uint64_t count() const {
        return static_cast<std::uint64_t>(coefficients[0] * coefficients[1] * coefficients[2]);
    }
    CoefficientBlock block() const {
        return {0,
                {static_cast<std::uint64_t>(coefficients[0]), static_cast<std::uint64_t>(coefficients[1]),
                 static_cast<std::uint64_t>(coefficients[2])}};
    }
    /// Place of a node's value before the fit.
    std::uint64_t place(std::uint64_t i, std::uint64_t j, std::uint64_t k) const {
        auto const row = static_cast<std::uint64_t>(coefficients[0]);
        std::uint64_t const south = poles[0] == PoleMeeting::half_a_step ? 1 : 0;
        return ((k + 1) * static_cast<std::uint64_t>(coefficients[1]) + j + 1 + south) * row + i + 1;
    }
};

/// \throws BadInput naming the axis when a spherical grid's latitudes leave −90° … 90°, its distances are not
/// positive, its longitudes go around more than once, or, all around and with a pole, their number is odd; or
/// an axis has fewer than four nodes or is too long to count. \param where the file, for the message
SplineLayout layout_of(GridNodes const& nodes, std::string const& where);

/// Turns the nodes' values, at SplineLayout::place(), into the spline's coefficients, in place, in steps that
/// several ranks share: every step is done in `shares` parts, and all parts of a step before the next. The
/// coefficients do not depend on the number of shares.
inline constexpr int fit_steps = 3;
void fit_grid(GridNodes const& nodes, SplineLayout const& layout, double* values, int step,
              std::uint64_t share, std::uint64_t shares);

}  // namespace vespa::planet

#include "lbl/line_sum/check.hpp"

#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {

namespace {

std::string in_words(double value) {
    return std::to_string(value);
}

/// A column of LayerLines and the bounds of its values.
struct Column {
    char const* name;
    std::vector<double> const& values;
    bool needed;
    double lowest;       // allowed itself unless `above`
    bool above = false;  // values must be above `lowest`
    double highest = INFINITY;
};

void check_column(Column const& column, std::size_t size) {
    if (column.values.empty() && !column.needed) return;
    std::string const where = std::string("lines, column ") + column.name;
    if (column.values.size() != size) {
        throw BadInput("has " + std::to_string(column.values.size()) + " values", where,
                       std::to_string(size) + ", one a line" + (column.needed ? "" : ", or none"));
    }
    bool right = true;  // the usual case without a branch
    for (double const value : column.values)
        right &= (column.above ? value > column.lowest : value >= column.lowest) &&
                 std::abs(value) < INFINITY && value < column.highest;
    if (right) return;
    for (std::size_t j = 0; j < size; ++j) {
        double const value = column.values[j];
        bool const low = column.above ? value <= column.lowest : value < column.lowest;
        if (std::isfinite(value) && !low && value < column.highest) continue;
        throw BadInput("line " + std::to_string(j) + " has " + in_words(value), where,
                       std::isinf(column.lowest) ? "finite values"
                       : std::isinf(column.highest)
                           ? std::string(column.above ? "above " : "from ") + in_words(column.lowest)
                           : "below " + in_words(column.highest));
    }
}

}  // namespace

void check(SpectralGrid const& grid) {
    constexpr double farthest = 4e9;  // cm-1: 2^52 millionths
    if (!(grid.step > 0) || !std::isfinite(grid.step))
        throw BadInput("step is " + in_words(grid.step), "spectral grid", "above 0 cm-1");
    if (grid.points < 1 || grid.points >= (std::int64_t{1} << 31))
        throw BadInput("has " + std::to_string(grid.points) + " points", "spectral grid", "1 to 2^31 - 1");
    if (!(std::abs(grid.first) < farthest) || !(grid.last() < farthest))
        throw BadInput("goes from " + in_words(grid.first) + " to " + in_words(grid.last()) + " cm-1",
                       "spectral grid", "within 4e9 cm-1");
}

void check(Wings const& wings) {
    bool const by_width = wings.convention == WingConvention::half_widths;
    double const cut = by_width ? wings.cut_half_widths : wings.cut;
    if (wings.convention == WingConvention::unlimited) return;
    if (!(cut > 0) || !(cut < 1e9))
        throw BadInput("cut is " + in_words(cut), "wings",
                       by_width ? "above 0, below 1e9 half-widths" : "above 0, below 1e9 cm-1");
}

void check(LayerLines const& lines) {
    std::size_t const size = lines.size();
    for (Column const& column :
         {Column{"position", lines.position, true, -INFINITY},
          Column{"centre", lines.centre, true, -INFINITY}, Column{"strength", lines.strength, true, 0},
          Column{"lorentz_half_width", lines.lorentz_half_width, true, 0},
          Column{"doppler_width", lines.doppler_width, true, 0, true},
          Column{"mixing", lines.mixing, false, -INFINITY},
          Column{"speed_dependence", lines.speed_dependence, false, -INFINITY},
          Column{"shift_speed_dependence", lines.shift_speed_dependence, false, -INFINITY},
          Column{"velocity_changing", lines.velocity_changing, false, 0},
          Column{"correlation", lines.correlation, false, -INFINITY, false, 1},
          Column{"slopes.strength", lines.slopes.strength, false, -INFINITY},
          Column{"slopes.lorentz_half_width", lines.slopes.lorentz_half_width, false, -INFINITY}})
        check_column(column, size);
    if (lines.slopes.strength.empty() != lines.slopes.lorentz_half_width.empty())
        throw BadInput("has one of the two columns", "lines, slopes", "both or none");
    for (std::size_t j = 1; j < size; ++j) {
        if (lines.position[j] >= lines.position[j - 1]) continue;
        throw BadInput("line " + std::to_string(j) + " at " + in_words(lines.position[j]) +
                           " cm-1 comes after one at " + in_words(lines.position[j - 1]),
                       "lines, column position", "ascending positions");
    }
    if (!std::isfinite(lines.temperature) || lines.temperature < 0)
        throw BadInput("is " + in_words(lines.temperature) + " K", "lines, temperature", "from 0 K");
}

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <span>

namespace vespa::lbl {

/// Lines of one leaf as moments about its middle, for the leaves that the ends of their wings cross.
struct EndingLines {
    std::size_t count;   ///< of lines
    std::size_t stride;  ///< moment k of line i stands at moments[k * stride + i]
    double const* moments;
    int terms;                 ///< moments a line
    std::int64_t const* ends;  ///< last point of each line (upper side) or first point (lower side)
};

/// Adds to the 16 points of leaf `target` what lines of leaf `source` add up to (`upper`) or from their last
/// points on: exactly the points within each wing.
void add_wing_ends(EndingLines const& lines, std::int64_t source, std::int64_t target, bool upper,
                   double* points);

}  // namespace vespa::lbl

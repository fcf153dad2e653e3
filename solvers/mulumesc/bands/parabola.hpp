#pragma once
#include <optional>
#include <span>

namespace vespa::mulumesc {

/// Where a parabola is least, and how noise of the points moves that.
struct ParabolaMinimum {
    double at = 0, value = 0;
    double at_error = 0, value_error = 0;  ///< for points whose standard deviation is 1
};

/// Minimum of the least-squares parabola through points of any spacing; exact where they lie on one, three
/// points always do. None where it has no minimum, or has it outside the points. \pre three points or more, x
/// rising
std::optional<ParabolaMinimum> minimum_of_parabola(std::span<double const> x, std::span<double const> y);

}  // namespace vespa::mulumesc

#pragma once
#include <span>

namespace vespa::mulumesc {

/// Where a polynomial is greatest between the first and the last of its points, and its value there.
struct Highest {
    double at = 0, value = 0;
};

/// Of the least-squares polynomial through points, on a grid of 1001 places from the first to the last.
/// \pre x rises, more points than the degree
Highest highest_of_polynomial(std::span<double const> x, std::span<double const> y, int degree);

}  // namespace vespa::mulumesc

#pragma once
#include <span>
#include <vector>

namespace vespa::mulumesc {

/// Which stored numbers are no measurement. What is not finite, and magnitudes of 1e30 and more (libraries
/// fill with -1.23e34), never are.
struct Missing {
    std::vector<double> values;  ///< fills such as 65535 or -999, compared with the number as stored
};

/// Turns what is missing into NaN and divides the rest by `scale`.
void drop_missing(Missing const& missing, double scale, std::span<double> stored);

}  // namespace vespa::mulumesc

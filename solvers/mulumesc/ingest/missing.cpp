#include "mulumesc/ingest/missing.hpp"

#include <cmath>
#include <limits>

namespace vespa::mulumesc {

namespace {

/// A fill is written in decimal and stored in float or double: -1.23e34 or -0.999 must be met in both.
bool is_fill(double value, double fill) {
    return value == fill || value == static_cast<double>(static_cast<float>(fill));
}

}  // namespace

void drop_missing(Missing const& missing, double scale, std::span<double> stored) {
    for (double& value : stored) {
        bool dropped = !(std::abs(value) < 1e30);
        for (double const fill : missing.values)
            dropped = dropped || is_fill(value, fill);
        value = dropped ? std::numeric_limits<double>::quiet_NaN() : value / scale;
    }
}

}  // namespace vespa::mulumesc

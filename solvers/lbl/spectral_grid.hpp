#pragma once
#include <cstdint>

namespace vespa::lbl {

/// Wavenumbers at equal steps: point i lies at first + i * step, always made from the integer, never summed
/// up.
struct SpectralGrid {
    double first = 0;         ///< cm-1
    double step = 0;          ///< cm-1, > 0
    std::int64_t points = 0;  ///< >= 1

    double at(std::int64_t i) const { return first + static_cast<double>(i) * step; }
    double last() const { return at(points - 1); }
    /// The part of `count` points from point `from` on.
    SpectralGrid part(std::int64_t from, std::int64_t count) const { return {at(from), step, count}; }
};

}  // namespace vespa::lbl

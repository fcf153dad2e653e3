#pragma once

namespace vespa::lbl {

/// What relative error of the sum of lines a calculation may make, at every point of the grid. It bounds the
/// numerical error alone: against the exact sum of the same lines in the same convention. Where terms have
/// two signs (line mixing, points near the cut of the pedestal convention) it is relative to the sum of their
/// magnitudes.
enum class Precision {
    coarse,    ///< 1e-3
    standard,  ///< 1e-4
    fine       ///< 1e-6
};

constexpr double relative_error_of(Precision precision) {
    return precision == Precision::coarse ? 1e-3 : precision == Precision::standard ? 1e-4 : 1e-6;
}

}  // namespace vespa::lbl

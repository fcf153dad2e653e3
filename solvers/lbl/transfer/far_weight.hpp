#pragma once
#include <cmath>

namespace vespa::lbl {

/// Share of the far end's source in what leaves a layer of optical depth t at its near end, where the source
/// is linear in optical depth: (1 - e^-t) / t - e^-t, by its series where that would cancel.
inline double far_weight(double t) {
    if (t < 1e-2) return t * (1.0 / 2 - t * (1.0 / 3 - t * (1.0 / 8 - t * (1.0 / 30 - t / 144))));
    return -std::expm1(-t) / t - std::exp(-t);
}

}  // namespace vespa::lbl

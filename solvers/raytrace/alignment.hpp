#pragma once

namespace vespa::raytrace {

/// Where a wave counts as exactly along **B** (README.md, "Along the field"): sin²θ below what rounding
/// leaves of an aligned direction after many steps, …
inline constexpr double aligned_sine_squared = 1e-24;
/// … and |1 − X| below this, around the point where the other Hamiltonians are singular for such a wave.
inline constexpr double alignment_window = 0.25;

}  // namespace vespa::raytrace

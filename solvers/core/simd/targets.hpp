#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace vespa::simd {

/// Name of the instruction set that dispatched kernels use on this processor: "SSE2", "AVX2", "AVX3", …
std::string active_target();

/// Doubles in a register of that instruction set.
std::size_t active_lanes();

/// Names of the instruction sets this build can use on this processor, best first.
std::vector<std::string> available_targets();

/// Makes dispatched kernels use the named instruction set from now on; for tests and benchmarks.
/// An empty name restores the best one. \throws std::invalid_argument for a name not in available_targets().
void use_target(std::string const& name);

}  // namespace vespa::simd

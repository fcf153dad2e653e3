#pragma once
#include <cstddef>

namespace vespa::mulumesc {

/// Replaces positive numbers by their natural logarithms, in lanes.
void replace_by_logs(float* values, std::size_t count);
void replace_by_logs(double* values, std::size_t count);

}  // namespace vespa::mulumesc

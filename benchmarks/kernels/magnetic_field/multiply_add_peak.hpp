#pragma once
#include <cstddef>

namespace vespa::benchmarks {

/// Runs chains of independent multiply-adds over lanes, `steps` long. \return lanes × chains × steps: how
/// many multiply-adds of doubles were done
std::size_t run_multiply_adds(std::size_t steps);

}  // namespace vespa::benchmarks

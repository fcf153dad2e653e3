#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"

namespace vespa::lbl {

/// Which blocks there are to compute, and what each is expected to cost.
struct BlockWork {
    std::vector<double> cost;  ///< of each block, in any unit; only ratios count
    std::vector<bool> done;    ///< blocks that a former run finished; empty for none
};

/// What became of it.
struct BlockOutcome {
    std::uint64_t computed = 0;  ///< blocks, by all ranks
    bool stopped = false;        ///< on request, with blocks left
    double busiest_s = 0;        ///< computing time of the rank that computed longest
    double all_s = 0;            ///< of all ranks together
};

/// Computes every block that is not done, each wholly by whichever rank asks next, the dearest first.
/// compute(block) is local and stores its result itself; where it throws, no rank begins another block and
/// all ranks throw one AgreedError. Passes progress on in parts of the cost, and a stop request to all ranks.
/// \collective
BlockOutcome share_blocks(parallel::Communicator const& communicator, BlockWork const& work,
                          parallel::Watcher& watcher, std::function<void(std::uint64_t)> const& compute);

}  // namespace vespa::lbl

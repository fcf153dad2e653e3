#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "lbl/absorption/mixture.hpp"
#include "lbl/blocks/block_plan.hpp"
#include "lbl/blocks/share_blocks.hpp"
#include "lbl/precision.hpp"

namespace vespa::lbl {

/// Cross sections of gases at given states, line by line.
struct AbsorptionProblem {
    SpectralGrid grid;
    std::int64_t block_points = 0;  ///< points of a block; 0: what suits the grid and the number of states
    std::vector<std::int64_t> block_begins;  ///< where blocks have to begin; empty: every block_points
    Precision precision = Precision::standard;
    std::vector<std::string> mixture;  ///< names of the gases that abundances are of
    std::vector<GasLines> gases;
    std::vector<GasState> states;
    std::int64_t checked_points = 1000;  ///< over the grid, that are compared with the plain sum; 0: none

    BlockPlan plan() const;
};

/// \throws BadInput with what, where, allowed
void check(AbsorptionProblem const& problem);

/// What a block leaves.
struct AbsorptionBlock {
    std::uint64_t block = 0;
    parallel::Range points;                          ///< of the grid
    std::vector<std::vector<double>> cross_section;  ///< [gas][state * points]: cm2 for a molecule of the gas
    std::vector<double> coefficient;  ///< [state * points]: cm-1, of all gases at their abundances
    double error = 0;                 ///< the largest met at the checked points, as Precision counts it
    std::int64_t checked = 0;         ///< points compared
    std::uint64_t dropped = 0;        ///< lines left out as too weak, over all states and gases
    double dropped_strength = 0;      ///< the largest sum of theirs in a state and gas, cm/molecule
};

/// Takes what a block leaves, on the rank that computed it. Local; what it throws ends the run on all ranks.
using TakeAbsorption = std::function<void(AbsorptionBlock const&)>;

/// Computes all blocks but those that are done (empty: none is). The bits of a block do not depend on the
/// number of ranks. \throws AgreedError \collective
BlockOutcome solve(AbsorptionProblem const& problem, std::vector<bool> const& done,
                   parallel::Communicator const& communicator, parallel::Watcher& watcher,
                   TakeAbsorption const& take);

/// Number of lines times points that the blocks sum up over all states, for a forecast. Local.
double line_points(AbsorptionProblem const& problem);

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/record/group.hpp"
#include "lbl/absorption/mixture.hpp"
#include "lbl/blocks/share_blocks.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

class BlockFile;

/// What a run is about to take.
struct Forecast {
    double points = 0;
    std::uint64_t blocks = 0;
    double line_points = 0;  ///< lines times points, over all states or layers
    double other_s = 0;      ///< of one core, beside the lines
    double file_bytes = 0;
    double block_bytes = 0;  ///< that a rank holds of a block
};

/// In one sentence.
std::string forecast(Forecast const& forecast);

/// A table of the wavenumbers, and its ends as attributes. \collective
void write_wavenumbers(parallel::Communicator const& ranks, record::Group root, lbl::SpectralGrid const& grid,
                       std::string const& name = "wavenumber");

/// Attributes that say how lines were summed. \collective
void describe_sums(record::Group root, std::vector<lbl::GasLines> const& gases, lbl::Precision precision);

/// Commits the file, tells what was done and how good it is, and notes how ranks shared the work. \collective
shell::Outcome close(shell::Run& run, BlockFile& file, lbl::BlockOutcome const& outcome,
                     lbl::Precision precision);

}  // namespace vespa::lbl_driver

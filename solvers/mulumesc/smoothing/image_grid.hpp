#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "mulumesc/smoothing/pixel_blocks.hpp"

namespace vespa::mulumesc {

/// An image whose whole lines are spread over the ranks in their order, one or more each.
struct Image {
    std::uint64_t lines = 0, samples = 0, endmembers = 0;
    std::uint64_t first_line = 0, own_lines = 0;  ///< of this rank
};

/// What PETSc does for a map: lines of neighbours (DMDA), sums over ranks, conjugate gradients (KSP). Starts
/// PETSc where it is not started and ends it then. \throws std::runtime_error with PETSc's words
class ImageGrid {
  public:
    /// \collective
    ImageGrid(parallel::Communicator const& communicator, Image const& image);
    ~ImageGrid();
    ImageGrid(ImageGrid const&) = delete;
    ImageGrid& operator=(ImageGrid const&) = delete;

    /// This rank's numbers [pixel][endmember] with the neighbours' lines, valid until the next call.
    /// \collective
    Window window(std::vector<double> const& own);
    /// Σ a b over all ranks; in an order that depends on their number. \collective
    double product(std::vector<double> const& a, std::vector<double> const& b);
    /// Solves H x = right on the face of `blocks` to a part of 1e-8 in the preconditioner's norm, or as far
    /// as 2000 iterations and rounding allow. \pre right is 0 off the face \return iterations \collective
    std::size_t solve(PixelBlocks const& blocks, std::vector<double> const& right, std::vector<double>& x);

    struct Parts;  ///< PETSc's objects

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace vespa::mulumesc

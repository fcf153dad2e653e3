#pragma once
#include <cstdint>
#include <span>

#include "lbl/instrument/line_shape.hpp"

namespace vespa::lbl {

/// Where convolved points stand: on points first, first + every, ... of the fine grid.
struct OutputPoints {
    std::int64_t first = 0, every = 1, count = 0;

    std::int64_t at(std::int64_t j) const { return first + j * every; }
};

/// The output points whose whole kernel lies within a fine grid of so many points, every so many of them from
/// the first that is possible and a multiple of `every`.
OutputPoints outputs_within(ShapeKernel const& kernel, std::int64_t points, std::int64_t every);

/// A range of output points.
struct OutputRange {
    std::int64_t first = 0, count = 0;
};

/// Those that points [from, from + count) of the fine grid contribute to.
OutputRange touched_by(ShapeKernel const& kernel, OutputPoints const& outputs, std::int64_t from,
                       std::int64_t count);

/// What one block of the fine spectrum contributes to the convolved points that it touches: written over. The
/// sum over the blocks of a spectrum, added in the order of the blocks, is the convolved spectrum; it depends
/// on where blocks are cut, not on who computed them.
/// \param from    index of the block's first point in the fine grid
/// \param partial touched_by(...).count values
void convolve_block(ShapeKernel const& kernel, OutputPoints const& outputs, std::int64_t from,
                    std::span<double const> block, std::span<double> partial);

}  // namespace vespa::lbl

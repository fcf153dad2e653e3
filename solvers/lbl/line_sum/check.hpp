#pragma once
#include "lbl/layer_lines.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// \throws BadInput unless first is finite, step > 0 and there is 1 point at least, all within 2^31 points
/// and 2^52 millionths of a cm-1.
void check(SpectralGrid const& grid);

/// \throws BadInput unless the cut that the convention uses is finite and > 0.
void check(Wings const& wings);

/// \throws BadInput unless all columns are empty or of one length, sorted by position, finite, widths within
/// their bounds; a wing factor's temperature > 0. Names the column and the line.
void check(LayerLines const& lines);

}  // namespace vespa::lbl

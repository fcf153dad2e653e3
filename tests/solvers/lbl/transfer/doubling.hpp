#pragma once
#include "lbl/transfer/ordinates.hpp"

namespace vespa::lbl::testing {

/// A layer's response to light of azimuthal order m without an eigenproblem: a layer 2^-steps as thick by the
/// trapezium rule, doubled so many times (Hansen & Travis 1974, Space Sci. Rev. 16, 527).
LayerResponse doubled(OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                      LayerSources const& sources, int steps);

}  // namespace vespa::lbl::testing

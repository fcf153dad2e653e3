#pragma once
#include "core/errors/bad_input.hpp"
#include "fuzz/support/inputs.hpp"

namespace vespa::fuzz {

/// Runs the reader; that it refuses the input with BadInput is as good as that it reads it. Any other
/// exception ends the process, as a finding.
template <class Reader>
int refused_or_read(Reader const& reader) {
    try {
        reader();
    } catch (BadInput const&) {
    }
    return 0;
}

}  // namespace vespa::fuzz

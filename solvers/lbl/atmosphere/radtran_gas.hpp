#pragma once
#include <cstddef>
#include <string>

namespace vespa::lbl {

/// Formula of a gas by RADTRAN's number, which is HITRAN's up to 28 only; "radtran_<id>" where not known
/// here, so that it cannot be mistaken for another.
std::string radtran_gas(std::size_t id);

}  // namespace vespa::lbl

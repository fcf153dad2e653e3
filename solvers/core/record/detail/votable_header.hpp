#pragma once
#include <string>

#include "core/record/votable.hpp"

namespace vespa::record::detail {

/// \throws std::invalid_argument as VotableWriter
void check(VotableHeader const& header);

/// A VOTable up to the last FIELD of its table.
std::string votable_begin(VotableHeader const& header);

}  // namespace vespa::record::detail

#pragma once
#include <string_view>

namespace vespa::uws {

/// The kind of resource that a request target means, such as "/rest/{code}/{job}/phase": one of a fixed set,
/// so that no client can make metrics grow. "other" for what is none of them.
std::string_view route_of(std::string_view target);

}  // namespace vespa::uws

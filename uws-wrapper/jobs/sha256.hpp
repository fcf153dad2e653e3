#pragma once
#include <string>

namespace vespa::uws {

/// SHA-256 of what an open file holds from its beginning, as 64 hex digits. Throws std::runtime_error if it
/// cannot be read.
std::string sha256_of_file(int fd);

}  // namespace vespa::uws

#pragma once
#include <string>

namespace vespa::uws {

/// "vespa-" and 16 random hex digits: a name in a folder that many share. Throws LaunchError.
std::string random_name();

}  // namespace vespa::uws

#pragma once
#include "daemon/options.hpp"

namespace vespa::uws {

/// Serves until SIGTERM or SIGINT. Prints one line with the server's URL on standard output once it takes
/// requests. Throws if it cannot serve: StoreError, BadDescription, LaunchError, BadUrl, std::system_error.
void serve(ServerOptions const& options);

}  // namespace vespa::uws

#pragma once
#include "daemon/options.hpp"

namespace vespa::uws {

/// Serves until SIGTERM or SIGINT. Prints one line with the server's URL on standard output once it takes
/// requests. Throws if it cannot serve: StoreError, BadSetting, BadDescription, LaunchError,
/// BadUrl, std::system_error.
void serve(ServerOptions const& options);

/// Reads configuration and descriptions and says on standard output that they are good. Throws BadSetting,
/// BadDescription or BadUrl.
void check(ServerOptions const& options);

/// Prints on standard output a token that cannot be guessed, and the line by which the configuration knows
/// it.
void make_token();

}  // namespace vespa::uws

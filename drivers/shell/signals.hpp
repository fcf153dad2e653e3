#pragma once

namespace vespa::shell {

/// From here on SIGTERM, SIGINT and SIGUSR1 ask this process to stop instead of ending it; a second SIGINT
/// ends it. Call after MPI_Init, which may set handlers of its own.
void catch_stop_signals();

/// Whether one of these signals has come to this process. The other ranks do not hear of it by this.
bool stop_requested();

}  // namespace vespa::shell

#include "launch/launch_error.hpp"

#include <cerrno>
#include <cstring>

namespace vespa::uws {

bool may_pass(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EROFS:
        case EIO:
        case ESTALE:
        case EFBIG:
        case EAGAIN:
        case ENOMEM:
        case EMFILE:
        case ENFILE:
        case ETIMEDOUT:
            return true;
        default:
            return false;
    }
}

void throw_launch_error(std::string const& what, int error) {
    auto const message = what + ": " + std::strerror(error);
    if (may_pass(error)) throw PassingLaunchError(message);
    throw LaunchError(message);
}

}  // namespace vespa::uws

#include "launch/random_name.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>

#include "launch/launch_error.hpp"

namespace vespa::uws {

std::string random_name() {
    std::uint64_t bits = 0;
    if (::getrandom(&bits, sizeof bits, 0) != sizeof bits)
        throw_launch_error("cannot get random bits", errno);
    char name[32];
    std::snprintf(name, sizeof name, "vespa-%016llx", static_cast<unsigned long long>(bits));
    return name;
}

}  // namespace vespa::uws

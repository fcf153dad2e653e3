#include "jobs/sha256.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "http/sha256.hpp"

namespace vespa::uws {

std::string sha256_of_file(int fd) {
    http::Sha256 digest;
    constexpr std::size_t size = 256 * 1024;
    auto const block = std::make_unique_for_overwrite<char[]>(size);
    for (off_t at = 0;;) {
        ssize_t const got = ::pread(fd, block.get(), size, at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            throw std::runtime_error(std::string("a result cannot be read: ") + std::strerror(errno));
        if (got == 0) break;
        digest.add({block.get(), static_cast<std::size_t>(got)});
        at += got;
    }
    return digest.finish();
}

}  // namespace vespa::uws

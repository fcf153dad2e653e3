#include "access/job_id.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace vespa::uws {

std::string make_job_id() {
    static constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, 16> bytes{};
    // Up to 256 bytes come whole once the kernel's generator is seeded, which getrandom waits for.
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    std::string id;
    for (unsigned char const byte : bytes) {
        id += digits[byte >> 4U];
        id += digits[byte & 15U];
    }
    return id;
}

}  // namespace vespa::uws

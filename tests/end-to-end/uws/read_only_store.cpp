// Loaded before the C library (LD_PRELOAD): as long as the file that READ_ONLY_WHILE names is there,
// databases are on a file system that has become read-only, as one does after an error of its disk.
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

#include <dlfcn.h>

namespace {

bool is_read_only(int fd) {
    char const* const sign = std::getenv("READ_ONLY_WHILE");
    if (sign == nullptr || ::access(sign, F_OK) != 0) return false;
    std::array<char, 4096> name{};
    auto const length = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), name.data(), name.size());
    return length > 0 && std::string_view(name.data(), static_cast<std::size_t>(length)).find(".db") !=
                             std::string_view::npos;
}

template <class Function>
Function* next(char const* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t pwrite64(int fd, void const* bytes, size_t count, off64_t at) {
    static auto* const real = next<ssize_t(int, void const*, size_t, off64_t)>("pwrite64");
    if (!is_read_only(fd)) return real(fd, bytes, count, at);
    errno = EROFS;
    return -1;
}

ssize_t pwrite(int fd, void const* bytes, size_t count, off_t at) {
    return pwrite64(fd, bytes, count, at);
}

int fdatasync(int fd) {
    static auto* const real = next<int(int)>("fdatasync");
    if (!is_read_only(fd)) return real(fd);
    errno = EROFS;
    return -1;
}

int ftruncate64(int fd, off64_t length) {
    static auto* const real = next<int(int, off64_t)>("ftruncate64");
    if (!is_read_only(fd)) return real(fd, length);
    errno = EROFS;
    return -1;
}
}

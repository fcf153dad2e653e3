#include "launch/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "launch/launch_error.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace {

[[noreturn]] void fail(std::filesystem::path const& file, char const* what) {
    throw_launch_error(file.string() + ": " + what, errno);
}

void write_all(UniqueFd const& fd, std::string_view content, std::filesystem::path const& file) {
    while (!content.empty()) {
        auto const written = ::write(fd.get(), content.data(), content.size());
        if (written < 0 && errno != EINTR) fail(file, "cannot write");
        if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
    }
}

enum class Sync { no, yes };

void replace(std::filesystem::path const& file, std::string_view content, Sync sync) {
    // the process id keeps two writers (server and shim) from sharing a temporary file
    auto const temporary = file.string() + "." + std::to_string(::getpid()) + ".tmp";
    UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!fd) fail(temporary, "cannot write");
    try {
        write_all(fd, content, temporary);
        if (sync == Sync::yes && ::fsync(fd.get()) != 0) fail(temporary, "cannot write");
        if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file, "cannot rename to it");
    } catch (LaunchError const&) {
        ::unlink(temporary.c_str());
        throw;
    }
    if (sync == Sync::no) return;
    UniqueFd folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::fsync(folder.get()) != 0) fail(file.parent_path(), "cannot sync the folder");
}

}  // namespace

void write_durably(std::filesystem::path const& file, std::string_view content) {
    replace(file, content, Sync::yes);
}

void write_whole(std::filesystem::path const& file, std::string_view content) {
    replace(file, content, Sync::no);
}

std::optional<std::string> read_whole(std::filesystem::path const& file, std::size_t limit) {
    UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!fd && errno == ENOENT) return std::nullopt;
    if (!fd) fail(file, "cannot read");
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) fail(file, "cannot read");
    if (!S_ISREG(status.st_mode)) throw LaunchError(file.string() + ": is not a regular file");
    std::string content;
    char buffer[16384];
    for (;;) {
        auto const count = ::read(fd.get(), buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(file, "cannot read");
        if (count == 0) return content;
        content.append(buffer, static_cast<std::size_t>(count));
        if (content.size() > limit)
            throw LaunchError(file.string() + ": is larger than " + std::to_string(limit) + " bytes");
    }
}

}  // namespace vespa::uws

#include "access/safe_file.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace vespa::uws {

std::optional<OpenFile> open_below(std::filesystem::path const& folder, std::filesystem::path const& path) {
    UniqueFd const base(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!base) return std::nullopt;
    struct open_how how {};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // not to wait for the writer of a FIFO
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    OpenFile opened;
    opened.file =
        UniqueFd(static_cast<int>(::syscall(SYS_openat2, base.get(), path.c_str(), &how, sizeof how)));
    if (!opened.file || ::fstat(opened.file.get(), &opened.status) != 0 || !S_ISREG(opened.status.st_mode))
        return std::nullopt;
    return opened;
}

std::string tail_of(OpenFile const& file, std::size_t lines, std::size_t most_bytes) {
    auto const size = static_cast<std::size_t>(file.status.st_size);
    std::string text(std::min(size, most_bytes), '\0');
    ssize_t const got =
        ::pread(file.file.get(), text.data(), text.size(), static_cast<off_t>(size - text.size()));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    std::size_t begin = text.size();
    if (begin > 0 && text.back() == '\n') --begin;
    for (std::size_t seen = 0; begin > 0; --begin)
        if (text[begin - 1] == '\n' && ++seen == lines) break;
    return lines == 0 ? std::string() : text.substr(begin);
}

}  // namespace vespa::uws

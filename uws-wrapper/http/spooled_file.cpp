#include "http/spooled_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace vespa::uws::http {
namespace {

[[noreturn]] void fail(std::string const& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

SpooledFile::SpooledFile(std::filesystem::path const& folder) {
    std::string name = folder / "upload-XXXXXX";
    file_.reset(::mkostemp(name.data(), O_CLOEXEC));
    if (!file_) fail("an upload cannot be taken in " + folder.string());
    path_ = std::move(name);
}

SpooledFile::~SpooledFile() {
    ::unlink(path_.c_str());
}

void SpooledFile::append(std::string_view bytes) {
    digest_.add(bytes);
    size_ += bytes.size();
    while (!bytes.empty()) {
        ssize_t const written = ::write(file_.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("an upload cannot be kept");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void SpooledFile::finish() {
    // Read by the job's program under another identity perhaps, written by nobody any more.
    if (::fchmod(file_.get(), 0440) != 0 || ::fdatasync(file_.get()) != 0) fail("an upload cannot be kept");
    file_.reset();
    sha256_ = digest_.finish();
}

void SpooledFile::put_at(std::filesystem::path const& place) const {
    ::unlink(place.c_str());
    if (::link(path_.c_str(), place.c_str()) != 0) fail("an upload cannot be kept as " + place.string());
}

}  // namespace vespa::uws::http

#include "core/record/detail/final_name.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/hdf5.hpp"

namespace vespa::record::detail {
namespace {

std::string system_reason(int error) {
    return std::generic_category().message(error);
}

BadInput in_the_way(std::filesystem::path const& path) {
    return {"the file exists already", path.string(), "a new name, or the wish to overwrite"};
}

class Descriptor {
  public:
    Descriptor(std::filesystem::path const& path, int flags)
        : value_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;

    [[nodiscard]] bool is_open() const { return value_ >= 0; }
    [[nodiscard]] bool sync() const { return ::fsync(value_) == 0; }

    /// Gives back what was reserved beyond the end.
    [[nodiscard]] bool trim() const {
        struct stat status {};
        return ::fstat(value_, &status) == 0 && ::ftruncate(value_, status.st_size) == 0;
    }

    /// 0, or the system's reason why there cannot be room.
    [[nodiscard]] int reserve(std::uint64_t bytes) const {
        if (bytes > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return EFBIG;
        if (::fallocate(value_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes)) == 0) return 0;
        bool const is_about_room = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
        return is_about_room ? errno : 0;
    }

  private:
    int value_;
};

std::filesystem::path folder_of(std::filesystem::path const& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void sync_to_disk(std::filesystem::path const& part, std::filesystem::path const& path) {
    Descriptor const file(part, O_RDWR);
    if (!file.is_open() || !file.trim() || !file.sync()) {
        throw std::runtime_error(path.string() +
                                 ": cannot bring the file to the disk: " + system_reason(errno));
    }
}

/// Renames without replacing where the file system can do that; elsewhere looks first.
int rename_to_free_name(char const* from, char const* to) {
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    if (::access(to, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return std::rename(from, to);
}

}  // namespace

void claim(std::filesystem::path const& path, std::filesystem::path const& part, Overwrite overwrite) {
    std::error_code error;
    auto const status = std::filesystem::symlink_status(path, error);
    if (std::filesystem::is_directory(status))
        throw BadInput("is a folder", path.string(), "the name of a file");
    if (std::filesystem::exists(status) && overwrite == Overwrite::no) throw in_the_way(path);
    auto const folder = folder_of(path);
    if (!std::filesystem::is_directory(folder, error)) {
        throw BadInput("there is no folder " + folder.string(), path.string(),
                       "a file in a folder that exists");
    }
    ::unlink(part.c_str());
    if (!Descriptor(part, O_WRONLY | O_CREAT | O_EXCL).is_open()) {
        throw BadInput("cannot write into the folder " + folder.string() + ": " + system_reason(errno),
                       path.string());
    }
}

void reclaim(std::filesystem::path const& path, std::filesystem::path const& part) {
    std::error_code error;
    bool const has_part = std::filesystem::exists(part, error);
    bool const has_path = std::filesystem::exists(path, error);
    if (has_part && has_path)
        throw BadInput("stands beside " + part.filename().string(), path.string(),
                       "one of the two to go on with");
    if (!has_part && !has_path) throw BadInput("there is no unfinished file " + part.string(), path.string());
    if (has_path) check_readable(path);
    if (has_path && std::rename(path.c_str(), part.c_str()) != 0)
        throw BadInput("cannot be renamed: " + system_reason(errno), path.string());
    check_readable(part);
}

void reserve_room(std::filesystem::path const& part, std::filesystem::path const& path, std::uint64_t bytes) {
    Descriptor const file(part, O_WRONLY);
    int const error = file.is_open() ? file.reserve(bytes) : errno;
    if (error != 0) {
        throw std::runtime_error(path.string() + ": no room for " + std::to_string(bytes) +
                                 " bytes: " + system_reason(error));
    }
}

void check_readable(std::filesystem::path const& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) throw BadInput("there is no such file", path.string());
    if (!std::filesystem::is_regular_file(path, error)) {
        throw BadInput("is not a file", path.string(), "the name of an HDF5 file");
    }
    if (!Descriptor(path, O_RDONLY).is_open()) {
        throw BadInput("cannot be read: " + system_reason(errno), path.string());
    }
    std::array<char, 3> start{};
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    if (start == std::array{'C', 'D', 'F'}) {
        throw BadInput("is a netCDF file of the classic format", path.string(),
                       "HDF5 or netCDF-4: nccopy -k nc4 OLD NEW converts it");
    }
    Silence const silence;
    if (H5Fis_hdf5(path.c_str()) <= 0) throw BadInput("is not an HDF5 file", path.string());
}

void give_name(std::filesystem::path const& part, std::filesystem::path const& path, Overwrite overwrite) {
    sync_to_disk(part, path);
    bool const replaces = overwrite == Overwrite::yes;
    int const code =
        replaces ? std::rename(part.c_str(), path.c_str()) : rename_to_free_name(part.c_str(), path.c_str());
    if (code != 0 && errno == EEXIST) throw in_the_way(path);
    if (code != 0)
        throw std::runtime_error(path.string() + ": cannot take its name: " + system_reason(errno));
    // The name is there; some file systems cannot sync a folder, and nothing better can be done there.
    Descriptor const folder(folder_of(path), O_RDONLY | O_DIRECTORY);
    if (folder.is_open()) static_cast<void>(folder.sync());
}

}  // namespace vespa::record::detail

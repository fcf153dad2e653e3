#include "launch/job_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/remove_tree.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

void make_folder(fs::path const& folder) {
    constexpr mode_t mode = 0750;
    if (::mkdir(folder.c_str(), mode) == 0) return;
    if (errno == ENOENT) {
        fs::create_directories(folder.parent_path());
        if (::mkdir(folder.c_str(), mode) == 0) return;
    }
    int const error = errno;
    if (error == EEXIST && fs::is_directory(folder)) return;
    throw fs::filesystem_error("cannot make the folder", folder,
                               std::error_code(error, std::generic_category()));
}

}  // namespace

JobFolder::JobFolder(fs::path root) : root_(std::move(root)) {
    if (!root_.is_absolute())
        throw std::invalid_argument("job folder is not an absolute path: " + root_.string());
}

void JobFolder::create() const {
    make_folder(root_);
    make_folder(in());
    make_folder(work());
}

UniqueFd JobFolder::take_lock() const {
    UniqueFd held(::open(lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!held) throw_launch_error(lock().string(), errno);
    return ::flock(held.get(), LOCK_EX | LOCK_NB) == 0 ? std::move(held) : UniqueFd();
}

void JobFolder::clear_run() const {
    auto const held = take_lock();
    if (!held) throw LaunchError(root_.string() + ": the job is running");
    write_durably(attempts_file(), std::to_string(attempts() + 1) + "\n");
    remove_run_files();
}

void JobFolder::clear_failed_start() const {
    if (!fs::exists(stdout_log()) && !fs::exists(cluster_log()) && half_written_files().empty()) return;
    auto const held = take_lock();
    if (held && !fs::exists(shim()) && !fs::exists(exit()) && !fs::exists(submission())) remove_run_files();
}

/// What a server or shim that was killed had not finished writing.
std::vector<fs::path> JobFolder::half_written_files() const {
    std::vector<fs::path> files;
    std::error_code gone;  // a folder that is not there has none
    for (auto const& entry : fs::directory_iterator(root_, gone))
        if (entry.path().extension() == ".tmp") files.push_back(entry.path());
    return files;
}

void JobFolder::remove_run_files() const {
    bool gone = true;
    for (auto const& entry : fs::directory_iterator(work()))
        gone = remove_tree(entry.path()) && gone;
    if (!gone) throw LaunchError(work().string() + ": what an earlier run left cannot be removed");
    for (auto const& file : half_written_files())
        fs::remove(file);
    // shim.json goes last: as long as it is there, nobody starts the job
    for (auto const& file :
         {exit(), progress(), stdout_log(), stderr_log(), shim_log(), cluster_log(), submission(), shim()})
        fs::remove(file);
}

int JobFolder::attempts() const {
    int count = 0;
    return std::ifstream(attempts_file()) >> count ? std::max(0, count) : 0;
}

bool JobFolder::locked() const {
    UniqueFd held(::open(lock().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    return held && ::flock(held.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::optional<pid_t> JobFolder::lock_holder() const {
    pid_t pid = 0;
    if (std::ifstream(lock()) >> pid && pid > 0) return pid;
    return std::nullopt;
}

}  // namespace vespa::uws

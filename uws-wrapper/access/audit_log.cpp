#include "access/audit_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>
#include <utility>

#include "launch/unique_fd.hpp"
#include "uws/instant.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t most_held = 16 * 1024 * 1024;  // bytes that wait for a disk that does not answer

std::string line_of(Deeds const& deed) {
    nlohmann::ordered_json line;
    line["time"] = to_text(now());
    line["what"] = deed.what;
    line["where"] = deed.where;
    line["owner"] = deed.owner.empty() ? "anonymous" : deed.owner;
    for (auto const& [key, value] :
         {std::pair{"means", &deed.means}, std::pair{"address", &deed.address}, std::pair{"job", &deed.job},
          std::pair{"request", &deed.request}, std::pair{"detail", &deed.detail}})
        if (!value->empty()) line[key] = *value;
    if (deed.status != 0) line["status"] = deed.status;
    // A line stays a line: dump() escapes line breaks, and bytes that are no UTF-8 are replaced.
    return line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

struct AuditLog::Impl {
    explicit Impl(std::filesystem::path path) : file(std::move(path)) {
        if (file.empty()) return;
        open();
        thread = std::thread([this] { run(); });
    }
    ~Impl() {
        if (!thread.joinable()) return;
        {
            std::lock_guard const lock(mutex);
            ending = true;
        }
        wake.notify_one();
        thread.join();
    }
    void open() {
        UniqueFd opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
        if (!opened) throw std::system_error(errno, std::generic_category(), "audit log " + file.string());
        descriptor = std::move(opened);
    }
    void write(std::string_view text) {
        while (!text.empty()) {
            ssize_t const put = ::write(descriptor.get(), text.data(), text.size());
            if (put < 0 && errno == EINTR) continue;
            if (put < 0)
                throw std::system_error(errno, std::generic_category(), "audit log " + file.string());
            text.remove_prefix(static_cast<std::size_t>(put));
        }
    }
    void run() {
        std::unique_lock lock(mutex);
        while (!ending || !held.empty()) {
            wake.wait(lock, [this] { return ending || anew || !held.empty(); });
            std::string const lines = std::exchange(held, {});
            bool const open_it = std::exchange(anew, false);
            lock.unlock();
            try {
                write(lines);  // what was told before the rotation stays in the old file
                if (open_it) open();
            } catch (std::system_error const& error) {
                std::cerr << "vespa-uwsd: " << error.what() << std::endl;
            }
            lock.lock();
        }
    }

    std::filesystem::path file;
    UniqueFd descriptor;
    std::mutex mutex;
    std::condition_variable wake;
    std::string held;
    bool anew = false, ending = false;
    std::thread thread;
};

AuditLog::AuditLog(std::filesystem::path file) : impl_(std::make_unique<Impl>(std::move(file))) {}
AuditLog::~AuditLog() = default;

void AuditLog::tell(Deeds const& deed) {
    if (impl_->file.empty()) return;
    std::string const line = line_of(deed);
    {
        std::lock_guard const lock(impl_->mutex);
        if (impl_->held.size() + line.size() > most_held) return;
        impl_->held += line;
    }
    impl_->wake.notify_one();
}

void AuditLog::reopen() {
    if (impl_->file.empty()) return;
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->anew = true;
    }
    impl_->wake.notify_one();
}

}  // namespace vespa::uws

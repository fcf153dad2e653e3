#include "rest/log_follower.hpp"

#include <unistd.h>

#include <algorithm>

#include "access/safe_file.hpp"

namespace vespa::uws {

LogFollower::LogFollower(std::filesystem::path folder, std::filesystem::path file)
    : folder_(std::move(folder)), file_(std::move(file)) {}

void LogFollower::start_at(std::uint64_t offset) {
    auto const log = open_below(folder_, file_);
    offset_ = log ? std::min(offset, static_cast<std::uint64_t>(log->status.st_size)) : 0;
}

void LogFollower::start_near_end(std::uint64_t bytes) {
    auto const log = open_below(folder_, file_);
    auto const size = log ? static_cast<std::uint64_t>(log->status.st_size) : 0;
    offset_ = size > bytes ? size - bytes : 0;
    if (offset_ == 0) return;
    // The line that is cut is left out, unless it is all there is.
    std::string text(bytes, '\0');
    ssize_t const got = ::pread(log->file.get(), text.data(), text.size(), static_cast<off_t>(offset_));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    auto const line_break = text.find('\n');
    if (line_break != std::string::npos && line_break + 1 < text.size()) offset_ += line_break + 1;
}

std::string LogFollower::next(std::size_t most, bool rest) {
    more_ = false;
    auto const log = open_below(folder_, file_);
    if (!log) return {};
    auto const size = static_cast<std::uint64_t>(log->status.st_size);
    if (size < offset_) offset_ = 0;  // the job was started anew
    if (size == offset_) return {};
    std::string text(std::min<std::uint64_t>(most, size - offset_), '\0');
    ssize_t const got = ::pread(log->file.get(), text.data(), text.size(), static_cast<off_t>(offset_));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    bool const at_end = offset_ + text.size() >= size;
    auto const line_break = text.rfind('\n');
    bool const keep_all = (at_end && rest) || (line_break == std::string::npos && text.size() == most);
    if (!keep_all) text.resize(line_break == std::string::npos ? 0 : line_break + 1);
    offset_ += text.size();
    more_ = !at_end && !text.empty();
    return text;
}

}  // namespace vespa::uws

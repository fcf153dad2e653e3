#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace vespa::uws {

/// Reads a log that grows, piece by piece. Holds no file open.
class LogFollower {
  public:
    /// \param file below `folder`, need not exist yet
    LogFollower(std::filesystem::path folder, std::filesystem::path file);

    /// Starts at this byte; beyond the end of the file it starts at the end.
    void start_at(std::uint64_t offset);
    /// Starts at the first line that begins within the last `bytes` bytes.
    void start_near_end(std::uint64_t bytes);

    /// What has come since, at most `most` bytes, and of these whole lines if they hold one.
    /// \param rest also what follows the last line break: the log will not grow any more
    std::string next(std::size_t most, bool rest);

    /// Bytes read so far, from the beginning of the file.
    std::uint64_t offset() const { return offset_; }
    /// Whether more than next() returned was there.
    bool more() const { return more_; }

  private:
    std::filesystem::path folder_, file_;
    std::uint64_t offset_ = 0;
    bool more_ = false;
};

}  // namespace vespa::uws

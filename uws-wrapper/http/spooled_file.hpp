#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "http/sha256.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws::http {

/// The bytes of an upload in a file of its own, which goes away with this unless it has been put elsewhere.
class SpooledFile {
  public:
    /// Makes a new file in `folder`. Throws std::system_error.
    explicit SpooledFile(std::filesystem::path const& folder);
    ~SpooledFile();
    SpooledFile(SpooledFile const&) = delete;
    SpooledFile& operator=(SpooledFile const&) = delete;

    /// Throws std::system_error (the disk is full).
    void append(std::string_view bytes);
    /// No more comes: the bytes are on disk when this returns. Throws std::system_error.
    void finish();

    std::uint64_t size() const { return size_; }
    /// 64 hex digits; after finish().
    std::string const& sha256() const { return sha256_; }

    /// Gives the finished file another name, on the same file system, which outlives this; what was there is
    /// replaced. Throws std::system_error.
    void put_at(std::filesystem::path const& place) const;

  private:
    std::filesystem::path path_;
    UniqueFd file_;
    std::uint64_t size_ = 0;
    std::string sha256_;
    Sha256 digest_;
};

}  // namespace vespa::uws::http

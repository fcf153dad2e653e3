#pragma once
#include <filesystem>
#include <memory>

#include "store/store.hpp"

namespace vespa::uws {

/// A store in one SQLite file (write-ahead log, every commit on disk before write() returns).
class SqliteStore : public Store {
  public:
    /// Opens or makes the file, and brings an older layout up to date. Throws StoreError, also if the file
    /// was written by a newer version of this program or is in use by another server.
    explicit SqliteStore(std::filesystem::path const& file);
    ~SqliteStore() override;

    std::vector<Job> load() override;
    std::vector<std::string> write(std::span<Change const> changes) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vespa::uws

#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "uws/instant.hpp"

namespace vespa::uws {

/// A small thing kept beside the jobs: a token, a session, what somebody has used on a day. Which tables
/// there are and what the values say is the affair of who keeps them.
struct Record {
    std::string table, key, value;
    std::optional<Instant> expires;  ///< nothing = never
};

/// A record as it is now, or (no value) that it is gone.
struct RecordChange {
    std::string table, key;
    std::optional<std::string> value;
    std::optional<Instant> expires;
};

/// Where records outlive the server. Used by one thread at a time.
class Records {
  public:
    virtual ~Records() = default;
    /// Every record that has not expired, in no order; those that have are dropped. Throws StoreError.
    virtual std::vector<Record> load() = 0;
    /// Makes all changes durable, or none. Throws StoreError.
    virtual void write(std::span<RecordChange const> changes) = 0;
};

/// Records in one SQLite file (write-ahead log, every commit on disk before write() returns).
class SqliteRecords : public Records {
  public:
    /// Opens or makes the file, which only this user may read. Throws StoreError, also if it was written by a
    /// newer version of this program.
    explicit SqliteRecords(std::filesystem::path const& file);
    ~SqliteRecords() override;

    std::vector<Record> load() override;
    void write(std::span<RecordChange const> changes) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vespa::uws

#pragma once
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "uws/job.hpp"

namespace vespa::uws {

/// The store cannot be opened, read or written; what() says why.
class StoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The job as it is now, or (no job) that it is gone; or what the server that looks after it is asked to do.
struct Change {
    std::string id;
    std::optional<Job> job;
    std::string wish = {};  ///< a form such as "PHASE=ABORT", to another server; neither job nor its end then
};

/// Where jobs outlive the server. Used by one thread at a time.
class Store {
  public:
    virtual ~Store() = default;
    /// Every job, in order of creation. Throws StoreError.
    virtual std::vector<Job> load() = 0;
    /// Makes all changes durable, or none. Throws StoreError.
    /// \return ids of jobs that were left as they are, since another server has changed them meanwhile
    virtual std::vector<std::string> write(std::span<Change const> changes) = 0;
};

}  // namespace vespa::uws

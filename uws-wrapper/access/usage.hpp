#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "access/record_keeper.hpp"
#include "uws/instant.hpp"

namespace vespa::uws {

/// What an owner has used.
struct Use {
    double core_seconds = 0;  ///< cores that jobs held, times how long they ran
    std::uint64_t bytes = 0;  ///< of results made
    std::uint64_t runs = 0;   ///< jobs that ended after they ran
};

/// The accounts: what every owner has used on every day (UTC), by the day a job ended. Lives in the loop's
/// thread.
class Usage {
  public:
    static constexpr char const* table = "usage";
    using Day = std::chrono::sys_days;

    /// \param keeper may be nullptr: then nothing is kept
    explicit Usage(RecordKeeper* keeper) : keeper_(keeper) {}
    /// Throws StoreError for a record that this class has not written.
    void take_in(Record const& record);

    void add(std::string const& owner, Instant when, Use const& use);
    /// From a day up to today.
    Use since(std::string const& owner, Day first) const;

    struct Line {
        Day day;
        std::string owner;
        Use use;
    };
    /// Of all owners, in order of day and owner, both days included.
    std::vector<Line> between(Day first, Day last) const;

  private:
    RecordKeeper* keeper_;
    std::map<std::string, std::map<Day, Use>> by_owner_;
};

/// "2026-05-04"
std::string day_text(Usage::Day day);

/// A table of tab-separated columns, with a line of names above it: day, owner, runs, core_seconds, bytes.
std::string accounting_text(std::vector<Usage::Line> const& lines);

}  // namespace vespa::uws

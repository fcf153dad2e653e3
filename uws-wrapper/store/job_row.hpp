#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>

#include "store/store.hpp"

namespace vespa::uws {

/// What one column of a stored job holds: nothing, a whole number or text.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

/// The columns of a stored job, in every kind of store. Times are milliseconds since 1970-01-01 UTC;
/// parameters, results, error and kinship are JSON (job_json.hpp). A new one needs a step in each store's
/// layout.
inline constexpr std::array<std::string_view, 20> job_columns = {"id",
                                                                 "code",
                                                                 "owner",
                                                                 "run_id",
                                                                 "phase",
                                                                 "created_ms",
                                                                 "queued_ms",
                                                                 "started_ms",
                                                                 "ended_ms",
                                                                 "quote_ms",
                                                                 "destruction_ms",
                                                                 "duration_s",
                                                                 "parameters",
                                                                 "results",
                                                                 "error",
                                                                 "cores",
                                                                 "ranks",
                                                                 "abort_requested",
                                                                 "delete_requested",
                                                                 "kinship"};
using JobRow = std::array<Cell, job_columns.size()>;

JobRow row_of(Job const& job);
/// Throws StoreError, which names the job, for a row that row_of() did not make.
Job job_of(JobRow&& row);

/// For what a database returns in any order.
std::vector<Job> in_order_of_creation(std::deque<Job>&& jobs);

/// "id,code,…" for SQL.
std::string job_column_list();

}  // namespace vespa::uws

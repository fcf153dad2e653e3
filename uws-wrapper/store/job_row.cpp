#include "store/job_row.hpp"

#include <algorithm>

#include "store/job_json.hpp"

namespace vespa::uws {
namespace {

Cell number(std::int64_t value) {
    return value;
}

Cell time(Instant instant) {
    return std::int64_t{instant.time_since_epoch().count()};
}

Cell time(std::optional<Instant> const& instant) {
    return instant ? time(*instant) : Cell();
}

/// Takes the cells of a row one after the other.
class Cells {
  public:
    explicit Cells(JobRow&& row) : row_(std::move(row)) {}

    std::string text() {
        auto* const found = std::get_if<std::string>(&next());
        if (found == nullptr) fail();
        return std::move(*found);
    }
    std::optional<std::string> text_or_null() {
        if (std::holds_alternative<std::monostate>(row_[at_])) return skip(), std::nullopt;
        return text();
    }
    std::int64_t whole() {
        auto const* const found = std::get_if<std::int64_t>(&next());
        if (found == nullptr) fail();
        return *found;
    }
    int small() { return static_cast<int>(whole()); }
    Instant time() { return Instant(std::chrono::milliseconds(whole())); }
    std::optional<Instant> time_or_null() {
        if (std::holds_alternative<std::monostate>(row_[at_])) return skip(), std::nullopt;
        return time();
    }

  private:
    Cell& next() { return row_[at_++]; }
    void skip() { ++at_; }
    [[noreturn]] void fail() const {
        throw StoreError(std::string(job_columns[at_ - 1]) + " is of another type");
    }
    JobRow row_;
    std::size_t at_ = 0;
};

void read(Job& job, Cells& cells) {
    job.code = cells.text();
    job.owner = cells.text();
    job.run_id = cells.text_or_null();
    std::string const word = cells.text();
    auto const phase = phase_named(word);
    if (!phase) throw StoreError("the phase '" + word + "' is unknown");
    job.phase = *phase;
    job.created = cells.time();
    job.queued = cells.time_or_null();
    job.started = cells.time_or_null();
    job.ended = cells.time_or_null();
    job.quote = cells.time_or_null();
    job.destruction = cells.time_or_null();
    job.execution_duration = cells.small();
    read_parameters(job, cells.text());
    read_results(job, cells.text());
    read_error(job, cells.text());
    job.cores = cells.small();
    job.ranks = cells.small();
    job.abort_requested = cells.whole() != 0;
    job.delete_requested = cells.whole() != 0;
    read_kinship(job, cells.text());
}

}  // namespace

JobRow row_of(Job const& job) {
    return {job.id,
            job.code,
            job.owner,
            job.run_id ? Cell(*job.run_id) : Cell(),
            std::string(phase_name(job.phase)),
            time(job.created),
            time(job.queued),
            time(job.started),
            time(job.ended),
            time(job.quote),
            time(job.destruction),
            number(job.execution_duration),
            parameters_to_json(job),
            results_to_json(job),
            error_to_json(job),
            number(job.cores),
            number(job.ranks),
            number(job.abort_requested),
            number(job.delete_requested),
            kinship_to_json(job)};
}

Job job_of(JobRow&& row) {
    Job job;
    Cells cells(std::move(row));
    job.id = cells.text();
    try {
        read(job, cells);
    } catch (StoreError const& error) {
        throw StoreError("store: job " + job.id + ": " + error.what());
    }
    return job;
}

std::vector<Job> in_order_of_creation(std::deque<Job>&& jobs) {
    // A job is large: each is moved once, not at every step of the sorting.
    std::vector<std::pair<Instant, std::size_t>> order;
    order.reserve(jobs.size());
    for (std::size_t i = 0; i < jobs.size(); ++i)
        order.emplace_back(jobs[i].created, i);
    std::sort(order.begin(), order.end());
    std::vector<Job> sorted;
    sorted.reserve(jobs.size());
    for (auto const& [created, at] : order)
        sorted.push_back(std::move(jobs[at]));
    return sorted;
}

std::string job_column_list() {
    std::string list;
    for (auto const column : job_columns)
        list.append(list.empty() ? "" : ",").append(column);
    return list;
}

}  // namespace vespa::uws

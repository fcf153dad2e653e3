#include "store/group_writer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vespa::uws {
namespace {

/// Of several changes with the same key only the last counts.
std::string key_of(Change const& change) {
    return change.wish.empty() ? change.id : change.id + "?" + change.wish;
}

}  // namespace

GroupWriter::GroupWriter(Store& store, std::function<void(std::function<void()>)> post)
    : store_(store), post_(std::move(post)), thread_([this] { run(); }) {}

GroupWriter::~GroupWriter() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void GroupWriter::write(Change change, Done done) {
    {
        std::lock_guard const lock(mutex_);
        if (done) next_.done.emplace_back(change.id, std::move(done));
        next_.changes.insert_or_assign(key_of(change), std::move(change));
    }
    wake_.notify_one();
}

void GroupWriter::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        // After a failure wait a second, not for news: the disk may have room again.
        if (!failure_.empty())
            wake_.wait_for(lock, std::chrono::seconds(1), [this] { return ending_ || !next_.done.empty(); });
        else
            wake_.wait(lock, [this] { return ending_ || !next_.changes.empty(); });
        bool const last = ending_;
        Batch batch = std::exchange(next_, {});
        lock.unlock();
        if (!batch.changes.empty()) commit(std::move(batch));
        lock.lock();
        if (last) return;
    }
}

void GroupWriter::commit(Batch batch) {
    std::vector<Change> changes;
    changes.reserve(batch.changes.size());
    for (auto& [id, change] : batch.changes)
        changes.push_back(std::move(change));
    std::string failure;
    std::vector<std::string> lost;
    try {
        lost = store_.write(changes);
        ++commits_;
        written_ += changes.size();
    } catch (std::exception const& error) {
        failure = error.what();
    }
    {
        std::lock_guard const lock(mutex_);
        failure_ = failure;
        if (!failure.empty())
            for (auto& change : changes)
                next_.changes.try_emplace(key_of(change), std::move(change));
    }
    if (batch.done.empty()) return;
    post_([done = std::move(batch.done), failure, lost = std::move(lost)] {
        for (auto const& [id, tell] : done)
            tell(failure.empty() && std::find(lost.begin(), lost.end(), id) != lost.end()
                     ? "another server was first; ask again"
                     : failure);
    });
}

std::string GroupWriter::failure() const {
    std::lock_guard const lock(mutex_);
    return failure_;
}

}  // namespace vespa::uws

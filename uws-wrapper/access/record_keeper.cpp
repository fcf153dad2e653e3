#include "access/record_keeper.hpp"

#include <chrono>

namespace vespa::uws {

RecordKeeper::RecordKeeper(Records& records, std::function<void(std::function<void()>)> post)
    : records_(records), post_(std::move(post)), thread_([this] { run(); }) {}

RecordKeeper::~RecordKeeper() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void RecordKeeper::write(RecordChange change, Done done) {
    {
        std::lock_guard const lock(mutex_);
        std::pair const name(change.table, change.key);
        next_.changes.insert_or_assign(name, std::move(change));
        if (done) next_.done.push_back(std::move(done));
    }
    wake_.notify_one();
}

void RecordKeeper::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        // After a failure wait a second, not for news: the disk may have room again.
        if (failing_)
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

void RecordKeeper::commit(Batch batch) {
    std::vector<RecordChange> changes;
    for (auto& [name, change] : batch.changes)
        changes.push_back(std::move(change));
    std::string failure;
    try {
        records_.write(changes);
    } catch (std::exception const& error) {
        failure = error.what();
    }
    {
        std::lock_guard const lock(mutex_);
        failing_ = !failure.empty();
        if (failing_)
            for (auto& change : changes)
                next_.changes.try_emplace({change.table, change.key}, std::move(change));
    }
    if (batch.done.empty()) return;
    post_([done = std::move(batch.done), failure] {
        for (auto const& tell : done)
            tell(failure);
    });
}

}  // namespace vespa::uws

#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "core/parallel/one_sided_counter.hpp"
#include "core/parallel/transfer.hpp"

namespace vespa::parallel {

/// Items that wander from rank to rank until each has ended on one of them, e.g. rays that leave a rank's
/// part of space. Records are sent in batches, without waiting for anybody; the end of all is known from a
/// one-sided count of the items that have ended. No call but begin() and recall() is collective.
///
/// A rank's loop: receive(), work on what it has, send() what leaves, end() what ends, flush() when it runs
/// out of work, until over().
///
/// The destructor is \collective, except while an exception passes through it (see OwnedCommunicator).
class MigrationOfBytes {
  public:
    /// \param record_bytes  size of a record, the same on every rank
    /// \param batch         records that are sent together once there are so many for one rank, at least 1
    /// \collective
    MigrationOfBytes(Communicator const& communicator, std::size_t record_bytes, std::size_t batch);
    ~MigrationOfBytes();
    MigrationOfBytes(MigrationOfBytes const&) = delete;
    MigrationOfBytes& operator=(MigrationOfBytes const&) = delete;

    /// Begins with `items` items over all ranks, which none of them has told of by end() yet. \collective
    void begin(std::uint64_t items);

    /// Sends a record to a rank, its own included, soon.
    void send(int rank, std::span<std::byte const> record);

    /// Sends what has been waiting for its batch to fill.
    void flush();

    /// Appends the records that have arrived, any number, in any order. Never waits.
    void receive(std::vector<std::byte>& records);

    /// `items` items have ended here.
    void end(std::uint64_t items);

    /// Items that have ended on all ranks so far, for showing progress.
    [[nodiscard]] std::uint64_t ended();

    /// Whether all items of all ranks have ended, or a rank has called close().
    [[nodiscard]] bool over();

    /// From now on over() is true on every rank.
    void close();
    [[nodiscard]] bool closed();

    /// After close(): takes in what is still under way to this rank, appended to `records`. \collective
    void recall(std::vector<std::byte>& records);

    [[nodiscard]] std::uint64_t sent() const { return sent_total_; }  ///< records, since begin()
    [[nodiscard]] Communicator const& ranks() const { return ended_.ranks(); }

  private:
    struct Message {
        std::vector<std::byte> bytes;
        MPI_Request request;
    };

    void post(std::size_t rank);
    void recycle();

    std::size_t record_bytes_, batch_;
    OneSidedCounter ended_;
    std::uint64_t items_ = 0;
    std::vector<std::vector<std::byte>> waiting_;  ///< by rank
    std::deque<Message> under_way_;
    std::vector<std::vector<std::byte>> spare_;
    std::vector<std::uint64_t> sent_, received_;  ///< records, by rank
    std::uint64_t sent_total_ = 0;
    int exceptions_at_birth_;
};

/// The same for records of a type.
template <Movable T>
class Migration {
  public:
    Migration(Communicator const& communicator, std::size_t batch) : bytes_(communicator, sizeof(T), batch) {}

    void begin(std::uint64_t items) { bytes_.begin(items); }
    void send(int rank, T const& record) { bytes_.send(rank, std::as_bytes(std::span(&record, 1))); }
    void flush() { bytes_.flush(); }
    void receive(std::vector<T>& records) {
        buffer_.clear();
        bytes_.receive(buffer_);
        append(records);
    }
    void end(std::uint64_t items) { bytes_.end(items); }
    [[nodiscard]] bool over() { return bytes_.over(); }
    void close() { bytes_.close(); }
    [[nodiscard]] bool closed() { return bytes_.closed(); }
    void recall(std::vector<T>& records) {
        buffer_.clear();
        bytes_.recall(buffer_);
        append(records);
    }
    [[nodiscard]] std::uint64_t sent() const { return bytes_.sent(); }

  private:
    void append(std::vector<T>& records) const {
        auto const arrived = detail::from_bytes<T>(buffer_);
        records.insert(records.end(), arrived.begin(), arrived.end());
    }

    MigrationOfBytes bytes_;
    std::vector<std::byte> buffer_;
};

}  // namespace vespa::parallel

#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

/// An array of numbers that all ranks read and that stands in memory once a node, in shared memory of the
/// system (POSIX). An MPI-3 shared window would do the same, but where a node has no room, Open MPI's leaves
/// the node's other ranks waiting for ever; here the room is found, or not, by one rank before any other
/// waits.
///
/// Life: made; filled on the node of rank 0, by any of its ranks, each its own part; spread(); from then on
/// only read. The destructor is local, and the memory goes with the last rank that maps it, however that
/// ends; only the communicators within are freed \collective (see OwnedCommunicator): destroy it on all
/// ranks.
class NodeArray {
  public:
    /// `size` numbers, zero, shared by the ranks of a node. Every rank passes the same size. \throws
    /// AgreedError when a node has no room \collective
    NodeArray(Communicator const& communicator, std::uint64_t size);

    /// The same, shared by the ranks that pass the same colour (>= 0), which must be on one node; e.g. a copy
    /// for each socket. \collective
    NodeArray(Communicator const& communicator, std::uint64_t size, int colour);

    ~NodeArray();
    NodeArray(NodeArray const&) = delete;
    NodeArray& operator=(NodeArray const&) = delete;

    /// The ranks that share this rank's copy.
    [[nodiscard]] Communicator const& sharers() const { return node_->view(); }
    /// Whether this rank shares the copy of rank 0: the one that is filled.
    [[nodiscard]] bool is_filled_here() const { return is_filled_here_; }

    /// This rank's copy.
    [[nodiscard]] std::span<double> values() { return {data_.get(), size_}; }
    [[nodiscard]] std::span<double const> values() const { return {data_.get(), size_}; }

    /// Waits for the ranks of the node, and makes what they wrote visible here: between two steps of a
    /// filling that share their work. \collective over the sharers
    void settle() const;

    /// Brings what stands in rank 0's copy into the others. \collective
    void spread();

  private:
    void allocate(Communicator const& communicator);

    std::unique_ptr<OwnedCommunicator> node_;
    std::unique_ptr<OwnedCommunicator> leaders_;  // rank 0 of every node; the rest, of no use, by themselves
    std::uint64_t size_;
    std::shared_ptr<double> data_;
    bool is_filled_here_ = false;
};

}  // namespace vespa::parallel

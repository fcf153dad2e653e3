#pragma once
#include <mpi.h>

namespace vespa::parallel {

/// A view of an MPI communicator: cheap to copy, owns nothing. The communicator it was made of must outlive
/// it.
class Communicator {
  public:
    /// \param handle a live intracommunicator; rank and size are read from it once
    explicit Communicator(MPI_Comm handle);

    [[nodiscard]] int rank() const { return rank_; }
    [[nodiscard]] int size() const { return size_; }
    /// Rank 0, the one that prints and looks at the file system for all.
    [[nodiscard]] bool is_root() const { return rank_ == 0; }
    [[nodiscard]] MPI_Comm handle() const { return handle_; }

    /// Returns once every rank has called it. \collective
    void barrier() const;

  private:
    MPI_Comm handle_;
    int rank_;
    int size_;
};

/// A communicator of one's own, so that messages of different parts of a program cannot meet.
///
/// The destructor is \collective, except while an exception passes through it: a rank that fails alone must
/// reach its handler without waiting for the others, so the communicator is then left for MPI_Finalize to
/// free.
class OwnedCommunicator {
  public:
    /// A duplicate of parent. \collective
    explicit OwnedCommunicator(Communicator const& parent);

    /// The ranks of parent that pass the same colour (>= 0), ordered by key, then by their rank in parent.
    /// \collective
    OwnedCommunicator(Communicator const& parent, int colour, int key);

    ~OwnedCommunicator();
    OwnedCommunicator(OwnedCommunicator const&) = delete;
    OwnedCommunicator& operator=(OwnedCommunicator const&) = delete;

    [[nodiscard]] Communicator const& view() const { return view_; }

  private:
    Communicator view_;
    int exceptions_at_birth_;
};

}  // namespace vespa::parallel

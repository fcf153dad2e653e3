#pragma once
#include <filesystem>
#include <memory>

#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"

namespace vespa::record {

namespace detail {
class Session;
}

/// Whether a file that stands in the way is replaced.
enum class Overwrite { no, yes };

/// A self-describing HDF5 file that all ranks write or read together.
///
/// What the same calls write is the same byte for byte at any number of ranks. A new file grows under the
/// name "path.part" and takes its own name in commit(), whole or not at all.
///
/// The communicator must outlive the File. All functions and the destructor are \collective; when an
/// exception passes through the destructor it only removes the .part, without waiting for other ranks, and
/// leaves the rest to MPI_Finalize. HDF5 reports its errors through the exceptions, never on the terminal.
class File {
  public:
    /// Begins a new file. \throws AgreedError, a bad input, if path is there and must not be replaced, or if
    /// its folder is absent or cannot be written to; nothing is touched then. \collective
    static File create(parallel::Communicator const& communicator, std::filesystem::path const& path,
                       Overwrite overwrite);

    /// Goes on with a file whose writing was interrupted after keep_unfinished(): opens "path.part", or path
    /// itself, which takes that name until commit(), for reading and writing. \throws AgreedError, a bad
    /// input, where neither is there, or both are, or it is damaged. \collective
    static File resume(parallel::Communicator const& communicator, std::filesystem::path const& path);

    /// Opens a file for reading. \throws AgreedError, a bad input, if it is absent or not an HDF5 file.
    /// \collective
    static File open(parallel::Communicator const& communicator, std::filesystem::path const& path);

    /// Opens a file for reading by this rank alone: what is said to be \collective is local then. \throws
    /// AgreedError as open()
    static File open_alone(std::filesystem::path const& path);

    /// Of a file begun and not committed, nothing remains, unless keep_unfinished() said so. \collective
    ~File();
    File(File&&) noexcept;
    File& operator=(File&&) = delete;

    /// Brings all that is written so far to the file, whose groups, datasets and attributes must all be
    /// there: from now on, whatever ends the run, "path.part" stays and resume() can go on with it. Rows and
    /// columns written later are in it at once; attributes are not. \collective
    void keep_unfinished();

    [[nodiscard]] Group root() const;
    /// The final name.
    [[nodiscard]] std::filesystem::path const& path() const;

    /// Closes a new file, brings it to the disk and gives it its name. Nothing can be written afterwards.
    /// \throws AgreedError if a write failed before, the disk is full, or, without Overwrite::yes, another
    /// file has taken the name meanwhile; no file has the name then, or that other. \collective
    void commit();

  private:
    explicit File(std::shared_ptr<detail::Session> session);
    std::shared_ptr<detail::Session> session_;
};

}  // namespace vespa::record

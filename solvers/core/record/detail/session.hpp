#pragma once
#include <cstdint>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/communicator.hpp"
#include "core/record/detail/hdf5.hpp"
#include "core/record/file.hpp"

namespace vespa::record::detail {

/// The open HDF5 file behind a File and its objects.
class Session {
  public:
    enum class Mode { write, resume, read };

    /// \collective
    Session(parallel::Communicator const& communicator, std::filesystem::path path, Mode mode,
            Overwrite overwrite);
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    [[nodiscard]] parallel::Communicator const& communicator() const { return communicator_; }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] hid_t file() const { return file_; }
    [[nodiscard]] bool is_open() const { return file_ >= 0; }
    [[nodiscard]] bool is_writing() const { return mode_ != Mode::read; }

    /// Ends the session from a destructor: closes the file, and removes what was not committed. \collective,
    /// except while an exception passes.
    void end() noexcept;

    /// \collective
    void commit();

    /// \collective
    void keep_unfinished();

    /// A write failed on this rank: the file is not to be committed. Local.
    void spoil() { spoilt_ = true; }

    /// The checks before HDF5 is called: runs check() on every rank, and compares what the ranks pass.
    /// \collective \param arguments a hash of what must be the same on every rank
    template <class Check>
    void prepare(std::string const& where, std::uint64_t arguments, Check&& check) {
        parallel::in_agreement(communicator_, [&] {
            if (!is_open()) throw std::logic_error(where + ": the file is closed");
            check();
        });
        compare(where, arguments);
    }
    void prepare(std::string const& where, std::uint64_t arguments) {
        prepare(where, arguments, [] {});
    }

    /// Calls HDF5 on every rank alike and agrees on the outcome. While writing, a failure that is no bad
    /// input spoils the file. \collective
    template <class Body>
    auto call(std::string const& where, Body&& body) {
        try {
            return parallel::in_agreement(communicator_, [&] {
                Silence const silence;
                try {
                    return body();
                } catch (BadInput const&) {
                    throw;
                } catch (std::exception const& error) {
                    throw std::runtime_error(where + ": " + error.what());
                }
            });
        } catch (parallel::AgreedError const& error) {
            spoilt_ = spoilt_ || (is_writing() && !error.is_bad_input());
            throw;
        }
    }

    /// Makes sure, as far as the file system lets one, that the disk has room for so many bytes more: kept
    /// ones, which add up, and passing ones, which are only about to be written. So a full disk is found
    /// before the work is done and not after it. \throws AgreedError; the file is as good as before
    /// \collective
    void reserve(std::uint64_t kept, std::uint64_t passing = 0);

    /// True while an exception passes that was not under way when exceptions were counted, or after
    /// MPI_Finalize: then nothing collective may be done.
    [[nodiscard]] static bool must_not_communicate(int exceptions_at_birth);

  private:
    void create();
    void open();
    void reopen();
    void open_as(std::filesystem::path const& file, unsigned int access_mode);
    void close_file();
    void compare(std::string const& where, std::uint64_t arguments) const;

    parallel::Communicator communicator_;
    std::filesystem::path path_;
    std::filesystem::path part_;  // what is written until the commit; empty when there is none
    Mode mode_;
    Overwrite overwrite_;
    hid_t file_ = -1;
    bool spoilt_ = false;
    bool keep_ = false;           // the .part outlives a session that is not committed
    std::uint64_t planned_ = 0;   // bytes of the tables made so far, as far as their size is known
    std::uint64_t reserved_ = 0;  // bytes the disk has room for, on rank 0
    int exceptions_at_birth_ = std::uncaught_exceptions();
};

/// A hash for Session::prepare().
class Arguments {
  public:
    Arguments& add(std::string_view text);
    Arguments& add(std::uint64_t number);
    operator std::uint64_t() const { return hash_; }

  private:
    std::uint64_t hash_ = 14695981039346656037u;  // FNV-1a
};

}  // namespace vespa::record::detail

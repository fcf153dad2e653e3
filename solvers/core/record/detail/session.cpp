#include "core/record/detail/session.hpp"

#include <mpi.h>
#include <unistd.h>

#include <algorithm>

#include "core/parallel/reductions.hpp"
#include "core/record/detail/final_name.hpp"

namespace vespa::record::detail {
namespace {

/// Parallel access, metadata by all ranks together, and a format that HDF5 1.8 to 1.10 write alike: with
/// these and without times the bytes do not depend on who writes.
hid_t access_list(parallel::Communicator const& communicator) {
    hid_t const list = H5Pcreate(H5P_FILE_ACCESS);
    require(H5Pset_fapl_mpio(list, communicator.handle(), MPI_INFO_NULL), "set parallel access");
    require(H5Pset_all_coll_metadata_ops(list, true), "set collective metadata reads");
    require(H5Pset_coll_metadata_write(list, true), "set collective metadata writes");
    require(H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V110), "set the format's version");
    require(H5Pset_fclose_degree(list, H5F_CLOSE_STRONG), "set the way of closing");
    return list;
}

constexpr std::uint64_t room_for_metadata = std::uint64_t{1} << 20;

}  // namespace

Session::Session(parallel::Communicator const& communicator, std::filesystem::path path, Mode mode,
                 Overwrite overwrite)
    : communicator_(communicator), path_(std::move(path)), mode_(mode), overwrite_(overwrite) {
    auto const arguments = Arguments().add(path_.string()).add(static_cast<std::uint64_t>(overwrite));
    compare(path_.string(), arguments);
    if (mode_ == Mode::write) {
        create();
    } else if (mode_ == Mode::resume) {
        reopen();
    } else {
        open();
    }
}

void Session::create() {
    std::filesystem::path part = path_;
    part += ".part";
    parallel::on_root(communicator_, [&] { claim(path_, part, overwrite_); });
    part_ = part;
    try {
        file_ = call(path_.string(), [&] {
            LocalId const creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "make a property list");
            require(H5Pset_obj_track_times(creation, false), "leave times out");
            LocalId const access(access_list(communicator_), H5Pclose, "make a property list");
            return require(H5Fcreate(part_.c_str(), H5F_ACC_TRUNC, creation, access), "create the file");
        });
    } catch (...) {
        ::unlink(part_.c_str());
        throw;
    }
}

void Session::open() {
    parallel::on_root(communicator_, [&] { check_readable(path_); });
    open_as(path_, H5F_ACC_RDONLY);
}

void Session::reopen() {
    std::filesystem::path part = path_;
    part += ".part";
    parallel::on_root(communicator_, [&] { reclaim(path_, part); });
    part_ = part;
    keep_ = true;
    open_as(part_, H5F_ACC_RDWR);
}

void Session::open_as(std::filesystem::path const& file, unsigned int access_mode) {
    file_ = call(path_.string(), [&] {
        LocalId const access(access_list(communicator_), H5Pclose, "make a property list");
        hid_t const opened = H5Fopen(file.c_str(), access_mode, access);
        try {
            return require(opened, "open the file");
        } catch (std::exception const& error) {
            throw BadInput(error.what(), file.string(), "an undamaged HDF5 file");
        }
    });
}

bool Session::must_not_communicate(int exceptions_at_birth) {
    int finalized = 0;
    MPI_Finalized(&finalized);
    return finalized || std::uncaught_exceptions() > exceptions_at_birth;
}

void Session::end() noexcept {
    if (is_open()) {
        if (spoilt_ || must_not_communicate(exceptions_at_birth_)) {
            // HDF5 closes the file with MPI_Finalize. To close a file that cannot be written to its end
            // fails, and HDF5 would stumble over its remains then; whatever it says about that, it says after
            // the error is told.
            H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
        } else {
            Silence const silence;
            H5Fclose(file_);
        }
    }
    file_ = -1;
    // Any rank may be the only one that comes here.
    if (!part_.empty() && !keep_) ::unlink(part_.c_str());
    part_.clear();
}

void Session::keep_unfinished() {
    prepare(path_.string(), Arguments().add("keep"), [&] {
        if (!is_writing()) throw std::logic_error(path_.string() + ": opened for reading");
    });
    call(path_.string(), [&] { require(H5Fflush(file_, H5F_SCOPE_LOCAL), "write the file's beginning"); });
    keep_ = true;
}

void Session::reserve(std::uint64_t kept, std::uint64_t passing) {
    parallel::on_root(communicator_, [&] {
        auto const written = std::filesystem::file_size(part_);
        auto const needed = std::max<std::uint64_t>(planned_ + kept, written) + passing + room_for_metadata;
        if (needed <= reserved_) return;
        reserve_room(part_, path_, needed);
        reserved_ = needed;
    });
    planned_ += kept;
}

void Session::close_file() {
    // All that can fail for want of room fails here, where the file can still be left to its end (see end()).
    call(path_.string(), [&] { require(H5Fflush(file_, H5F_SCOPE_LOCAL), "write the file to its end"); });
    call(path_.string(), [&] { require(H5Fclose(std::exchange(file_, -1)), "close the file"); });
}

void Session::commit() {
    prepare(path_.string(), Arguments().add("commit"), [&] {
        if (mode_ == Mode::read)
            throw std::logic_error(path_.string() + ": a file opened for reading has no commit");
        if (spoilt_)
            throw std::runtime_error(path_.string() + ": a write failed before; the file is not kept");
    });
    reserve(0);
    close_file();
    parallel::on_root(communicator_, [&] { give_name(part_, path_, overwrite_); });
    part_.clear();
}

void Session::compare(std::string const& where, std::uint64_t arguments) const {
    if (parallel::same_everywhere(communicator_, arguments)) return;
    parallel::in_agreement(communicator_,
                           [&] { throw std::logic_error(where + ": the ranks ask for different things"); });
}

Arguments& Arguments::add(std::string_view text) {
    for (char const c : text) {
        hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
    return add(text.size());
}

Arguments& Arguments::add(std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) {
        hash_ = (hash_ ^ ((number >> (8 * byte)) & 0xff)) * 1099511628211u;
    }
    return *this;
}

}  // namespace vespa::record::detail

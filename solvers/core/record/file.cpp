#include "core/record/file.hpp"

#include "core/record/detail/node.hpp"
#include "core/record/detail/session.hpp"

namespace vespa::record {

using detail::Session;

File::File(std::shared_ptr<Session> session) : session_(std::move(session)) {}
File::File(File&&) noexcept = default;

File::~File() {
    if (session_) session_->end();
}

File File::create(parallel::Communicator const& communicator, std::filesystem::path const& path,
                  Overwrite overwrite) {
    return File(std::make_shared<Session>(communicator, path, Session::Mode::write, overwrite));
}

File File::resume(parallel::Communicator const& communicator, std::filesystem::path const& path) {
    return File(std::make_shared<Session>(communicator, path, Session::Mode::resume, Overwrite::no));
}

File File::open(parallel::Communicator const& communicator, std::filesystem::path const& path) {
    return File(std::make_shared<Session>(communicator, path, Session::Mode::read, Overwrite::no));
}

File File::open_alone(std::filesystem::path const& path) {
    return open(parallel::Communicator(MPI_COMM_SELF), path);
}

Group File::root() const {
    session_->prepare(session_->path().string(), detail::Arguments().add("root"));
    hid_t const id = session_->call(session_->path().string(), [&] {
        return detail::require(H5Oopen(session_->file(), "/", H5P_DEFAULT), "open the root group");
    });
    return Group(std::make_shared<detail::Node>(session_, id, "/"));
}

std::filesystem::path const& File::path() const {
    return session_->path();
}

void File::keep_unfinished() {
    session_->keep_unfinished();
}

void File::commit() {
    session_->commit();
}

}  // namespace vespa::record

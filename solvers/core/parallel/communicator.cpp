#include "core/parallel/communicator.hpp"

#include <exception>

namespace vespa::parallel {
namespace {

int rank_in(MPI_Comm handle) {
    int rank = 0;
    MPI_Comm_rank(handle, &rank);
    return rank;
}

int size_of(MPI_Comm handle) {
    int size = 0;
    MPI_Comm_size(handle, &size);
    return size;
}

MPI_Comm duplicate(MPI_Comm parent) {
    MPI_Comm handle = MPI_COMM_NULL;
    MPI_Comm_dup(parent, &handle);
    return handle;
}

MPI_Comm split(MPI_Comm parent, int colour, int key) {
    MPI_Comm handle = MPI_COMM_NULL;
    MPI_Comm_split(parent, colour, key, &handle);
    return handle;
}

}  // namespace

Communicator::Communicator(MPI_Comm handle)
    : handle_(handle), rank_(rank_in(handle)), size_(size_of(handle)) {}

void Communicator::barrier() const {
    MPI_Barrier(handle_);
}

OwnedCommunicator::OwnedCommunicator(Communicator const& parent)
    : view_(duplicate(parent.handle())), exceptions_at_birth_(std::uncaught_exceptions()) {}

OwnedCommunicator::OwnedCommunicator(Communicator const& parent, int colour, int key)
    : view_(split(parent.handle(), colour, key)), exceptions_at_birth_(std::uncaught_exceptions()) {}

OwnedCommunicator::~OwnedCommunicator() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized || std::uncaught_exceptions() > exceptions_at_birth_) return;
    MPI_Comm handle = view_.handle();
    MPI_Comm_free(&handle);
}

}  // namespace vespa::parallel

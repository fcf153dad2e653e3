// Rank 1 throws on its own while it holds a counter, a communicator and an open file; the others wait for it.
// Its handler must be reached, and end the job: that the program ends at all, with code 7, is the test.
#include <mpi.h>

#include <stdexcept>

#include "core/parallel/work_counter.hpp"
#include "core/record/file.hpp"

namespace {

void work(vespa::parallel::Communicator const& ranks, char const* path) {
    vespa::parallel::OwnedCommunicator const own(ranks);
    vespa::parallel::WorkCounter counter(own.view(), 100, 1);
    auto file = vespa::record::File::create(own.view(), path, vespa::record::Overwrite::yes);
    auto table = file.root().create<double>("table", {10}, {"m", "a table"});
    if (ranks.rank() == 1) throw std::runtime_error("alone");
    ranks.barrier();
}

}  // namespace

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    if (argc != 2) return 64;
    try {
        work(vespa::parallel::Communicator(MPI_COMM_WORLD), argv[1]);
    } catch (std::runtime_error const&) {
        MPI_Abort(MPI_COMM_WORLD, 7);
    }
    MPI_Finalize();
    return 0;
}

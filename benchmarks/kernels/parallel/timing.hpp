#pragma once
#include <benchmark/benchmark.h>

#include "core/parallel/communicator.hpp"
#include "core/parallel/reductions.hpp"

namespace vespa::benchmarks {

/// All ranks of the program.
parallel::Communicator ranks();

/// Times body on all ranks together: the time of an iteration is that of the slowest rank, the same number on
/// every rank, so that all decide alike how many iterations to run. \collective
template <class Body>
void time_together(benchmark::State& state, Body body) {
    auto const all = ranks();
    for ([[maybe_unused]] auto _ : state) {
        all.barrier();
        double const start = MPI_Wtime();
        body();
        state.SetIterationTime(parallel::maximum(all, MPI_Wtime() - start));
    }
}

}  // namespace vespa::benchmarks

// vespa-uws-run FOLDER: runs the job that FOLDER/spec.json describes and outlives whoever started it.
#include <cstdio>
#include <exception>

#include "launch/shim.hpp"

int main(int argc, char** argv) {
    if (argc != 2 || argv[1][0] != '/') {
        std::fputs(
            "usage: vespa-uws-run FOLDER\n"
            "Runs the job described in FOLDER/spec.json (an absolute path) and writes FOLDER/exit.json.\n"
            "SIGTERM stops the job politely, SIGUSR2 at once.\n",
            stderr);
        return vespa::uws::shim_usage;
    }
    try {
        return vespa::uws::run_shim(vespa::uws::JobFolder(argv[1]));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "vespa-uws-run: %s\n", error.what());
        return vespa::uws::shim_cannot_write;
    }
}

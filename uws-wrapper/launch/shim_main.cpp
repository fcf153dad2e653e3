// vespa-uws-run FOLDER [LOCK]: runs the job that FOLDER/spec.json describes and outlives whoever started it.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>

#include "launch/shim.hpp"

namespace {

/// The descriptor number in the text; -1 if it is none.
int descriptor(char const* text) {
    int fd = -1;
    auto const [rest, error] = std::from_chars(text, text + std::strlen(text), fd);
    return error == std::errc() && *rest == 0 && fd > 2 ? fd : -1;
}

}  // namespace

int main(int argc, char** argv) {
    int const lock = argc == 3 ? descriptor(argv[2]) : -1;
    if (argc < 2 || argc > 3 || argv[1][0] != '/' || (argc == 3 && lock < 0)) {
        std::fputs(
            "usage: vespa-uws-run FOLDER [LOCK]\n"
            "Runs the job described in FOLDER/spec.json (an absolute path) and writes FOLDER/exit.json.\n"
            "LOCK is the number of an inherited descriptor of FOLDER/lock.\n"
            "SIGTERM stops the job politely, SIGUSR2 at once.\n",
            stderr);
        return vespa::uws::shim_usage;
    }
    try {
        return vespa::uws::run_shim(vespa::uws::JobFolder(argv[1]), vespa::uws::UniqueFd(lock));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "vespa-uws-run: %s\n", error.what());
        return vespa::uws::shim_cannot_write;
    }
}

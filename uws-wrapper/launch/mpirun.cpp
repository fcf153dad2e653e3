#include "launch/mpirun.hpp"

#include <unistd.h>

#include "launch/launch_error.hpp"

namespace vespa::uws {

std::vector<std::string> under_mpirun(std::filesystem::path const& mpirun, int ranks,
                                      std::vector<std::string> const& argv) {
    std::vector<std::string> command = {mpirun.string(), "-n", std::to_string(ranks)};
    for (auto const& argument : argv) {
        if (argument == ":") throw LaunchError("mpirun cannot hand on an argument that is just a colon");
        command.push_back(argument);
    }
    return command;
}

std::map<std::string, std::string> base_environment(std::filesystem::path const& scratch) {
    return {{"PATH", "/usr/local/bin:/usr/bin:/bin"},
            {"LANG", "C.UTF-8"},
            {"HOME", scratch.string()},
            {"TMPDIR", scratch.string()},
            {"OMP_NUM_THREADS", "1"},
            {"OPENBLAS_NUM_THREADS", "1"}};
}

std::map<std::string, std::string> mpirun_environment(std::filesystem::path const& scratch,
                                                      bool oversubscribe, bool one_machine) {
    std::map<std::string, std::string> environment = {
        {"OMPI_MCA_hwloc_base_binding_policy", "none"},
        {"OMPI_MCA_mpi_yield_when_idle", "1"},
        {"OMPI_MCA_orte_tmpdir_base", scratch.string()},
        {"OMPI_MCA_btl_vader_backing_directory", scratch.string()}};
    if (one_machine) {
        environment.emplace("OMPI_MCA_oob_tcp_if_include", "lo");
        environment.emplace("OMPI_MCA_btl_tcp_if_include", "lo");
    }
    if (oversubscribe) environment.emplace("OMPI_MCA_rmaps_base_oversubscribe", "1");
    if (::geteuid() == 0) {
        environment.emplace("OMPI_ALLOW_RUN_AS_ROOT", "1");
        environment.emplace("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    }
    return environment;
}

}  // namespace vespa::uws

#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "launch/core_budget.hpp"
#include "launch/launcher.hpp"
#include "launch/slurm_commands.hpp"
#include "settings/settings.hpp"

namespace vespa::uws {

/// Where and how jobs run: [launcher] of the configuration file.
struct LaunchSettings {
    enum class Kind { local, slurm };
    Kind kind = Kind::local;
    std::filesystem::path scratch =
        "/dev/shm";                      ///< for shared memory of ranks, on the machine that runs them
    std::string cgroup = "auto";         ///< as in Spec; of the local launcher
    bool oversubscribe = false;          ///< more ranks than cores may run; of the local launcher
    std::chrono::seconds patience{300};  ///< how long small jobs may pass a wide one
    std::map<std::string, int> weights;  ///< shares of owners, 1 if not named
    int slurm_cores = 256;               ///< that jobs may have asked Slurm for together
    SlurmSettings slurm;
};

/// The keys of [launcher] (kind, scratch, cgroup, oversubscribe, patience), of [launcher.weights] and of
/// [launcher.slurm] (cores, commands, configuration, partition, account, qos, constraint, nodes,
/// memory-per-core, interval, lag). Throws BadSetting.
LaunchSettings read_launch_settings(Settings const& launcher);

/// Where the programs are that a launcher starts itself.
struct LaunchPrograms {
    std::filesystem::path shim, mpirun, batch_script;
};

/// Cores that jobs share: of Slurm as set, else those given for this machine.
int shared_cores(LaunchSettings const& settings, int local_cores);

/// The launcher of that kind. Throws LaunchError if what it needs is missing.
std::unique_ptr<Launcher> make_launcher(LaunchSettings const& settings, LaunchPrograms const& programs,
                                        int local_cores);

}  // namespace vespa::uws

#pragma once
#include <filesystem>

#include "launch/launcher.hpp"

namespace vespa::uws {

/// Runs jobs on this machine: mpirun (or the plain program) under the shim vespa-uws-run. Its only state are
/// the settings, so calls for different jobs may come from different threads. Needs SIGCHLD at its default
/// and nobody else waiting for the children it makes.
class LocalLauncher : public Launcher {
  public:
    struct Settings {
        std::filesystem::path shim;                        ///< vespa-uws-run, absolute
        std::filesystem::path mpirun = "/usr/bin/mpirun";  ///< absolute
        int cores = 1;                                     ///< of the machine that jobs may take together
        bool oversubscribe = false;                        ///< more ranks than cores are allowed
        std::string cgroup = "auto";                       ///< as in Spec
        std::filesystem::path scratch_root =
            "/dev/shm";  ///< for shared memory of ranks; the job folder if not writable
    };

    /// Throws LaunchError if shim or mpirun cannot be executed.
    explicit LocalLauncher(Settings settings);

    int cores_for(Task const& task) const override;
    Handle start(JobFolder const& folder, Task const& task) override;
    void stop(Handle const& handle) override;
    void kill(Handle const& handle) override;
    RunState poll(Handle const& handle) override;
    Adoption adopt(JobFolder const& folder) override;

    /// The spec that start() writes: `task` under mpirun with Open MPI's settings in its environment (no
    /// binding, yield when idle, allowed as root if root, its temporary files in the job's scratch folder).
    /// \param scratch absolute
    Spec spec_for(Task const& task, std::filesystem::path const& scratch) const;

  private:
    Settings settings_;
};

/// Processors that this process may run on.
int usable_cores();

}  // namespace vespa::uws

#include "launch/launch_settings.hpp"

#include <cctype>
#include <string_view>

#include "launch/local_launcher.hpp"
#include "launch/slurm_launcher.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

/// A word that Slurm takes as a name; empty = the site's default.
std::string name(Settings const& slurm, char const* key) {
    auto const text = slurm.text(key, "");
    for (char const c : text)
        if (!(std::isalnum(static_cast<unsigned char>(c)) ||
              std::string_view("_-.,|&").find(c) != std::string_view::npos))
            slurm.refuse(key, "takes a name of Slurm: letters, digits and _ - . , | &");
    return text;
}

void read_slurm(Settings const& slurm, LaunchSettings& settings) {
    auto& into = settings.slurm;
    settings.slurm_cores = static_cast<int>(slurm.whole("cores", settings.slurm_cores, 1, 1 << 24));
    into.commands = slurm.path("commands", into.commands);
    into.configuration = slurm.path("configuration", into.configuration);
    into.partition = name(slurm, "partition");
    into.account = name(slurm, "account");
    into.qos = name(slurm, "qos");
    into.constraint = name(slurm, "constraint");
    into.nodes = static_cast<int>(slurm.whole("nodes", into.nodes, 0, 1 << 20));
    into.memory_per_core = slurm.bytes("memory-per-core", into.memory_per_core);
    into.interval = slurm.duration("interval", 2s, 1s, 10min);
    into.lag = slurm.duration("lag", 30s, 0s, 1h);
    slurm.finish();
}

}  // namespace

LaunchSettings read_launch_settings(Settings const& launcher) {
    LaunchSettings settings;
    if (launcher.word("kind", "local", {"local", "slurm"}) == "slurm")
        settings.kind = LaunchSettings::Kind::slurm;
    settings.scratch = launcher.path("scratch", settings.scratch);
    settings.cgroup = launcher.text("cgroup", settings.cgroup);
    if (settings.cgroup != "auto" && settings.cgroup != "off" && !settings.cgroup.starts_with('/'))
        launcher.refuse("cgroup", "takes auto, off or the absolute path of a control group");
    settings.oversubscribe = launcher.flag("oversubscribe", settings.oversubscribe);
    settings.patience = launcher.duration("patience", settings.patience, 0s, 24h * 30);
    auto const weights = launcher.table("weights");
    for (auto const& owner : weights.keys())
        settings.weights[owner] = static_cast<int>(weights.whole(owner, 1, 1, 1000));
    weights.finish();
    read_slurm(launcher.table("slurm"), settings);
    launcher.finish();
    return settings;
}

int shared_cores(LaunchSettings const& settings, int local_cores) {
    return settings.kind == LaunchSettings::Kind::slurm ? settings.slurm_cores : local_cores;
}

std::unique_ptr<Launcher> make_launcher(LaunchSettings const& settings, LaunchPrograms const& programs,
                                        int local_cores) {
    if (settings.kind == LaunchSettings::Kind::slurm)
        return std::make_unique<SlurmLauncher>(SlurmLauncher::Settings{.shim = programs.shim,
                                                                       .batch_script = programs.batch_script,
                                                                       .mpirun = programs.mpirun,
                                                                       .cores = settings.slurm_cores,
                                                                       .scratch_root = settings.scratch,
                                                                       .slurm = settings.slurm});
    return std::make_unique<LocalLauncher>(
        LocalLauncher::Settings{.shim = programs.shim,
                                .mpirun = programs.mpirun,
                                .cores = local_cores,
                                .oversubscribe = settings.oversubscribe || local_cores > usable_cores(),
                                .cgroup = settings.cgroup,
                                .scratch_root = settings.scratch});
}

}  // namespace vespa::uws

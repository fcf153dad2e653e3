#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/record/provenance.hpp"
#include "core/record/run_record.hpp"
#include "shell/about.hpp"
#include "shell/options.hpp"
#include "shell/progress.hpp"

namespace vespa::shell {

/// The exit codes of every driver.
enum ExitCode : int {
    exit_done = 0,
    exit_bad_input = 1,     ///< an agreed failure, explained
    exit_lone_failure = 2,  ///< one rank failed by itself; the job was aborted
    exit_stopped = 3,       ///< stopped on request, partial result kept
    exit_usage = 64         ///< the options cannot be taken as they stand
};

/// What a program is given to run with.
struct Run {
    parallel::Communicator communicator;  ///< all ranks
    Options const& options;
    Progress& progress;            ///< the Watcher to hand to the solver
    record::RunRecord& timings;    ///< of the sidecar, which run_program writes
    std::filesystem::path output;  ///< --output; free to be written, or --overwrite was given
    bool overwrite = false;
    bool resume =
        false;  ///< --resume: a partial result under the output's name or its .part is to be gone on with
    bool quiet = false;
    record::Provenance provenance = {};        ///< complete but for format_version
    std::filesystem::path inputs_within = {};  ///< --inputs-within

    /// Names what the run is at, for the progress and the timings. Every rank names the same phases.
    void phase(std::string const& name);
    /// An input file that is named otherwise than by an option of its own, e.g. in a model's text: checks it
    /// as those are and adds it to the provenance. Every rank names the same files. \throws UsageError
    void name_input(std::filesystem::path const& path, std::string const& where);
    /// Prints a line to standard output, by the first rank, unless --quiet.
    void say(std::string_view line) const;
    /// Prints a warning to standard error, by the first rank.
    void warn(std::string_view line) const;
};

enum class Outcome { done, stopped };

/// A program of the suite; run_program does around it all that programs share.
class Program {
  public:
    virtual ~Program() = default;
    /// Name, prose, results; the same at every call.
    virtual About about() const = 0;
    /// Binds the options to members.
    virtual void declare(Options& options) = 0;
    /// Reads and checks all inputs, computes nothing: all that --check does. \collective
    /// \throws parallel::AgreedError where the input is bad (BadInput thrown inside in_agreement or on_root)
    virtual void prepare(Run& run) = 0;
    /// Computes and writes the output. \collective
    /// \return stopped where run.progress.stop_requested() ended it early and a partial result is kept
    virtual Outcome run(Run& run) = 0;
};

/// The whole of main: reads the options, answers --help and its like without MPI, starts MPI, runs the
/// program, writes the sidecar beside the output (rays.h5: rays.run.json) and turns every failure into an
/// exit code. An AgreedError is printed by the first rank and all ranks end with 1; any other exception of a
/// rank aborts the job with 2. \param program destroyed before MPI ends \return the exit code of the process
int run_program(int argc, char const* const* argv, std::unique_ptr<Program> program);

/// Ends a program that cannot even be chosen: the first rank prints "name: complaint", all end with
/// exit_usage. To be called before MPI is started, by every rank that a launcher has started. \return
/// exit_usage
int refuse(std::string const& name, std::string const& complaint);

/// Where the sidecar of an output stands: rays.run.json for rays.h5, otherwise the whole name with .run.json,
/// so that what is made of a result, rays.vot, does not take its sidecar.
std::filesystem::path sidecar_of(std::filesystem::path const& output);

}  // namespace vespa::shell

#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "shell/about.hpp"
#include "shell/options.hpp"
#include "shell/progress.hpp"

namespace vespa::shell {

/// The exit codes of every driver.
enum ExitCode : int {
    exit_done = 0,
    exit_bad_input = 1,
    exit_lone_failure = 2,
    exit_stopped = 3,
    exit_usage = 64
};

/// An input file as it was found when the run began.
struct InputFile {
    std::string option;  ///< name of the option that names it
    std::filesystem::path path;
    std::string sha256;  ///< 64 hexadecimal digits
};

/// What a program is given to run with.
struct Run {
    parallel::Communicator communicator;  ///< all ranks
    Options const& options;
    Progress& progress;            ///< the Watcher to hand to the solver
    std::filesystem::path output;  ///< --output; free to be written, or --overwrite was given
    bool overwrite = false;
    bool quiet = false;
    std::vector<InputFile> inputs = {};
    std::string record = {};  ///< TOML text for the result file: the options that determine its content

    /// Prints a line to standard output, by the first rank, unless --quiet.
    void say(std::string_view line) const;
    /// Prints a warning to standard error, by the first rank.
    void warn(std::string_view line) const;
};

enum class Outcome { done, stopped };

/// A program of the suite: run_program does around it all that programs share.
class Program {
  public:
    virtual ~Program() = default;
    /// Name, prose, results; the same at every call.
    virtual About about() const = 0;
    /// Binds the options to members.
    virtual void declare(Options& options) = 0;
    /// Reads and checks all inputs, computes nothing: all that --check does. \collective
    /// \throws parallel::AgreedError where the input is bad (inside in_agreement: BadInput)
    virtual void prepare(Run& run) = 0;
    /// Computes and writes the output. \collective
    /// \return stopped where run.progress.stop_requested() ended it early and a partial result is kept
    virtual Outcome run(Run& run) = 0;
};

/// The whole of main: reads the options, answers --help and its like without MPI, starts MPI, runs the
/// program and turns every failure into an exit code. An agreed failure is printed by the first rank and all
/// ranks end with 1; a failure of one rank alone aborts the job with 2. \return the exit code of the process
int run_program(int argc, char const* const* argv, Program& program);

}  // namespace vespa::shell

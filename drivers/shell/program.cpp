#include "shell/program.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <mpi.h>

#include <cstdio>
#include <exception>

#include "core/parallel/agreement.hpp"
#include "core/record/checksum.hpp"
#include "shell/answers.hpp"
#include "shell/common_options.hpp"
#include "shell/config_file.hpp"
#include "shell/setup.hpp"
#include "shell/signals.hpp"
#include "vespa/version.hpp"

namespace vespa::shell {
namespace {

/// A program with its options, before and after they have their values.
struct Session {
    std::unique_ptr<Program> program;
    About about = program ? program->about() : About{};
    std::string name = about.title();
    Options options = {};
    CommonOptions common = {};
    Given given = {};
    std::vector<std::string> command_line = {};
    std::string usage_failure = {};  ///< what was wrong before MPI began, on every rank alike

    void complain(std::string_view text) const {
        fmt::print(stderr, "{}: {}\n", name, text);
        std::fflush(stderr);
    }
};

/// Options and inputs are known; runs the program. \collective
int run_prepared(Session& session, parallel::Communicator const& ranks, record::Provenance provenance) {
    auto const& common = session.common;
    Progress progress(ranks.is_root(), common.quiet ? Display::none : display_here(), common.progress_file);
    record::RunRecord timings(ranks, session.name, version, revision, session.command_line);
    Run run{.communicator = ranks,
            .options = session.options,
            .progress = progress,
            .timings = timings,
            .output = common.output,
            .overwrite = common.overwrite,
            .resume = common.resume,
            .quiet = common.quiet,
            .provenance = std::move(provenance),
            .inputs_within = common.inputs_within};
    run.phase("reading");
    session.program->prepare(run);
    if (common.check) {
        run.say("Options and inputs are in order.");
        return exit_done;
    }
    auto const outcome = session.program->run(run);
    progress.finish();
    timings.gather_timings(ranks);
    int const code = outcome == Outcome::stopped ? exit_stopped : exit_done;
    parallel::on_root(ranks, [&] {
        timings.write(sidecar_of(run.output), outcome == Outcome::stopped ? "stopped" : "completed", code);
    });
    if (outcome == Outcome::stopped)
        run.warn("stopped on request; " + run.output.string() + " holds what was finished, and says so.");
    return code;
}

/// \collective
int run_ranks(Session& session, parallel::Communicator const& ranks) {
    if (!session.usage_failure.empty()) {
        if (ranks.is_root()) session.complain(session.usage_failure);
        return exit_usage;
    }
    std::vector<record::InputFile> inputs;
    try {
        inputs = set_up(ranks, session.options, session.common, session.given);
    } catch (parallel::AgreedError const& error) {
        if (!error.is_bad_input()) throw;
        if (ranks.is_root()) session.complain(error.what());
        return exit_usage;
    }
    return run_prepared(session, ranks,
                        {.file_type = "vespa-" + session.about.identifier(),
                         .format_version = {},
                         .program = session.name,
                         .program_version = version,
                         .revision = revision,
                         .options = content_record(session.options),
                         .inputs = std::move(inputs)});
}

/// The one way out for a rank that fails by itself: the others may be waiting for it for ever.
int fail_alone(Session const& session, parallel::Communicator const& ranks, std::string_view cause) {
    if (ranks.size() == 1) {
        session.complain(cause);
        return exit_lone_failure;
    }
    session.complain(fmt::format("rank {} of {} failed alone: {}", ranks.rank(), ranks.size(), cause));
    MPI_Abort(ranks.handle(), exit_lone_failure);
    std::terminate();
}

bool concerns_all(parallel::AgreedError const& error, parallel::Communicator const& ranks) {
    if (error.scope() == MPI_COMM_NULL) return false;
    int relation = MPI_UNEQUAL;
    MPI_Comm_compare(error.scope(), ranks.handle(), &relation);
    return relation == MPI_IDENT || relation == MPI_CONGRUENT;
}

/// \collective
int run_guarded(Session& session, parallel::Communicator const& ranks) {
    try {
        return run_ranks(session, ranks);
    } catch (parallel::AgreedError const& error) {
        if (!concerns_all(error, ranks)) return fail_alone(session, ranks, error.what());
        if (ranks.is_root()) session.complain(error.what());
        return exit_bad_input;
    } catch (BadInput const& error) {
        if (ranks.size() > 1) return fail_alone(session, ranks, error.what());
        session.complain(error.what());
        return exit_bad_input;
    } catch (std::exception const& error) {
        return fail_alone(session, ranks, error.what());
    } catch (...) {
        return fail_alone(session, ranks, "an exception of unknown type");
    }
}

/// MPI from its beginning to its end.
int run_with_mpi(Session& session) {
    int provided = MPI_THREAD_SINGLE;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    parallel::Communicator const ranks(MPI_COMM_WORLD);
    if (provided < MPI_THREAD_FUNNELED) {
        if (ranks.is_root()) session.complain("this MPI library was built without any support of threads");
        MPI_Abort(ranks.handle(), exit_lone_failure);
    }
    catch_stop_signals();
    int const code = run_guarded(session, ranks);
    session.program.reset();
    MPI_Finalize();
    return code;
}

}  // namespace

void Run::name_input(std::filesystem::path const& path, std::string const& where) {
    check_input(path, where, inputs_within);
    provenance.inputs.push_back({path.filename().string(), record::sha256_of_file(path)});
}

void Run::phase(std::string const& name) {
    progress.phase(name);
    timings.begin_phase(name);
}

void Run::say(std::string_view line) const {
    if (quiet || !communicator.is_root()) return;
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

void Run::warn(std::string_view line) const {
    if (!communicator.is_root()) return;
    fmt::print(stderr, "Warning: {}\n", line);
    std::fflush(stderr);
}

std::filesystem::path sidecar_of(std::filesystem::path const& output) {
    auto sidecar = output;
    if (sidecar.extension() == ".h5") sidecar.replace_extension();
    return sidecar += ".run.json";
}

/// Buffers of some megabytes come and go with every wave of work: their memory is kept, not given back to the
/// system and cleared by it each time.
static void keep_freed_memory() {
    constexpr int most_kept = 1 << 30;
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
    ::mallopt(M_TRIM_THRESHOLD, most_kept);
    ::mallopt(M_TOP_PAD, 16 << 20);
}

/// A launcher kills the other ranks, the one that explains among them, when one ends with an error: with one,
/// MPI is started even to fail.
static int end_unusable(Session& session) {
    if (launch_rank()) return run_with_mpi(session);
    session.complain(session.usage_failure);
    return exit_usage;
}

int refuse(std::string const& name, std::string const& complaint) {
    Session session;
    session.name = name;
    session.usage_failure = complaint;
    return end_unusable(session);
}

int run_program(int argc, char const* const* argv, std::unique_ptr<Program> program) {
    keep_freed_memory();
    Session session{.program = std::move(program)};
    session.program->declare(session.options);
    declare_common(session.options, session.common, session.about);
    session.command_line.assign(argv, argv + argc);
    auto const rank = launch_rank();
    try {
        session.given = split_command_line(session.options, argc, argv);
        if (auto const text = answer(session.about, session.options, session.given)) {
            if (rank.value_or(0) == 0) fmt::print("{}", *text);
            return exit_done;
        }
    } catch (UsageError const& error) {
        session.usage_failure = error.what();
    }
    return session.usage_failure.empty() ? run_with_mpi(session) : end_unusable(session);
}

}  // namespace vespa::shell

// A program that does next to nothing, for the tests of what the shell does around a program:
// test_program.py.
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "core/parallel/work_counter.hpp"
#include "shell/commands.hpp"
#include "shell/config_file.hpp"
#include "shell/program.hpp"

namespace {

using namespace vespa;

enum class Failure { none, agreed, alone, alone_bad_input, partly_agreed };

class Probe final : public shell::Program {
  public:
    explicit Probe(std::string command = {}) : command_(std::move(command)) {}

    shell::About about() const override {
        return {.name = "probe",
                .command = command_,
                .summary = "fails and stops as it is told",
                .prose = "Counts items.",
                .results = {{"count", "probe.txt", "text/plain", "the count", true}}};
    }

    void declare(shell::Options& options) override {
        options.group("Probe");
        options.integer(items_, {.name = "items", .range = shell::at_least(1), .prose = "Items to count."});
        options.number(
            item_ms_,
            {.name = "item-ms", .unit = "ms", .range = shell::at_least(0), .prose = "Time of one."});
        options.flag(deaf_, {.name = "deaf", .prose = "Does not listen to stop requests."});
        options.text(title_, {.name = "title", .prose = "Any text."});
        options.number(scale_, {.name = "scale", .prose = "Any number."});
        options.file(source_, {.name = "source", .prose = "Any file."});
        options.choice(failure_,
                       {{Failure::none, "none"},
                        {Failure::agreed, "agreed"},
                        {Failure::alone, "alone"},
                        {Failure::alone_bad_input, "alone-bad-input"},
                        {Failure::partly_agreed, "partly-agreed"}},
                       {.name = "failure", .prose = "How the last rank fails."});
    }

    void prepare(shell::Run& run) override {
        auto const& ranks = run.communicator;
        // what a rank believes must be what the first one read
        auto const mine = shell::content_record(run.options) + run.output.string();
        parallel::in_agreement(ranks, [] {});
        if (parallel::any(ranks, parallel::broadcast(ranks, mine) != mine))
            throw std::runtime_error("ranks differ");
        bool const is_last = ranks.rank() == ranks.size() - 1;
        if (failure_ == Failure::agreed)
            parallel::in_agreement(ranks, [&] {
                if (is_last) throw BadInput("a hole", "the data", "no holes");
            });
        if (failure_ == Failure::alone && is_last) throw std::runtime_error("a broken leg");
        if (failure_ == Failure::alone_bad_input && is_last) throw BadInput("a hole", "the data");
        if (failure_ == Failure::partly_agreed && is_last)
            parallel::in_agreement(parallel::Communicator(MPI_COMM_SELF),
                                   [] { throw BadInput("a hole", "the data"); });
        ranks.barrier();  // where the others wait for ever for a rank that failed by itself
    }

    shell::Outcome run(shell::Run& run) override {
        run.phase("counting");
        parallel::WorkCounter counter(run.communicator, items_, 1);
        std::uint64_t counted = 0;
        while (auto const range = counter.next()) {
            std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(item_ms_));
            counted += range->size();
            run.progress.progress(counter.handed_out(), items_);
            if (!deaf_ && run.progress.stop_requested()) counter.close();
        }
        auto const all = parallel::sum(run.communicator, counted);
        parallel::on_root(run.communicator, [&] { write(run, all); });
        run.say("counted " + std::to_string(all));
        return all == items_ ? shell::Outcome::done : shell::Outcome::stopped;
    }

  private:
    void write(shell::Run const& run, std::uint64_t counted) const {
        std::ofstream out(run.output);
        out << "counted " << counted << "\ntitle " << title_ << '\n';
        for (auto const& input : run.provenance.inputs)
            out << "input " << input.name << ' ' << input.sha256 << '\n';
        out << run.provenance.options;
        if (!out.flush()) throw std::runtime_error("cannot write " + run.output.string());
    }

    std::string command_;
    std::uint64_t items_ = 8;
    double item_ms_ = 0;
    double scale_ = 1;
    bool deaf_ = false;
    std::string title_;
    std::filesystem::path source_;
    Failure failure_ = Failure::none;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc > 0 && std::string(argv[0]).ends_with("shell_probe"))
        return vespa::shell::run_program(argc, argv, std::make_unique<Probe>());
    vespa::shell::Commands commands{.name = "probe", .summary = "counts in two ways", .commands = {}};
    for (std::string const word : {"count", "recount"})
        commands.commands.push_back({word, [word] { return std::make_unique<Probe>(word); }});
    return vespa::shell::run_commands(argc, argv, commands);
}

#include "drivers/lbl/convert_command.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/specification/specification.hpp"
#include "core/text/numbers.hpp"
#include "drivers/lbl/line_files.hpp"
#include "lbl/lines/catalogue/synthetic_lines.hpp"
#include "lbl/lines/store/convert.hpp"
#include "shell/common_options.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr char synthetic[] = "synthetic";

std::unique_ptr<lbl::LineSource> synthetic_lines(std::string const& text) {
    auto const specification = parse_specification(text);
    SpecificationReader reader(specification, "--source");
    double const lines = reader.required_number("lines", Interval::between(1, 1e12), "");
    double const from = reader.number("from", 1, Interval::positive(), "cm-1");
    double const to = reader.number("to", 10000, Interval::positive(), "cm-1");
    double const seed = reader.number("seed", 0, Interval::between(0, 9e15), "");
    reader.finish();
    if (lines != std::floor(lines)) throw BadInput(shown(lines) + " lines", reader.where(), "a whole number");
    return std::make_unique<lbl::SyntheticLines>(static_cast<std::uint64_t>(lines), from, to,
                                                 static_cast<std::uint64_t>(seed));
}

}  // namespace

shell::About ConvertCommand::about() const {
    return {.name = "lbl",
            .command = "convert",
            .summary = "makes a sorted store of a published list of lines",
            .prose =
                "Reads a list of lines of any length, checks every record, and writes a store sorted by "
                "position, of which the "
                "other commands read what they need. The store is the same at any number of ranks.",
            .results = {{.name = "lines",
                         .file = "lines.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "lines sorted by position",
                         .main = true},
                        {.name = "run",
                         .file = "lines.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}}};
}

void ConvertCommand::declare(shell::Options& options) {
    options.group("Lines");
    options.texts(sources_, {.name = "source",
                             .prose = "Files of one list: records of HITRAN or HITEMP (.par, also .bz2), or "
                                      "a table of HAPI (.data). Or "
                                      "synthetic:lines=N,from=NU,to=NU,seed=N, "
                                      "a made-up list for tests and measures.",
                             .required = true});
    options.text(citation_, {.name = "citation", .prose = "How the list is to be cited; kept in the store."});
    options.group("Work");
    options.number(memory_gb_, {.name = "memory",
                                .unit = "GB",
                                .range = shell::between(0.001, 1000),
                                .prose = "Of a rank, for lines; a longer list is sorted on the disk.",
                                .about_the_run = true});
    options.text(
        scratch_,
        {.name = "scratch",
         .prose = "Folder for what is sorted on the disk, 24 bytes a line; that of the output unless given.",
         .about_the_run = true});
}

void ConvertCommand::prepare(shell::Run& run) {
    source_ = parallel::in_agreement(run.communicator, [&]() -> std::unique_ptr<lbl::LineSource> {
        if (sources_.front().starts_with(synthetic)) {
            if (sources_.size() > 1)
                throw BadInput("a made-up list beside others", "--source", "one of them");
            return synthetic_lines(sources_.front());
        }
        for (auto const& path : sources_)
            shell::check_input(path, "--source", run.inputs_within);
        return source_of({sources_.begin(), sources_.end()});
    });
    // their checksums are found by the conversion, which reads them anyway
}

shell::Outcome ConvertCommand::run(shell::Run& run) {
    run.phase("converting");
    lbl::ConversionOptions options;
    options.memory = static_cast<std::uint64_t>(memory_gb_ * 1e9);
    options.scratch = scratch_;
    options.overwrite = run.overwrite ? record::Overwrite::yes : record::Overwrite::no;
    options.citation = citation_;
    options.provenance = run.provenance;
    auto const summary = lbl::convert(*source_, run.output, options, run.communicator, run.progress);
    if (summary.stopped) return shell::Outcome::stopped;
    run.progress.finish();
    run.say(fmt::format("{}: {} lines, {} sets of line-shape parameters", run.output.string(), summary.lines,
                        summary.profile_sets));
    if (summary.without_strength > 0)
        run.warn(fmt::format("{} lines without intensity were left out", summary.without_strength));
    if (summary.unknown_energy > 0)
        run.warn(
            fmt::format("{} lines have no known lower-state energy: their intensity is right at 296 K alone",
                        summary.unknown_energy));
    return shell::Outcome::done;
}

}  // namespace vespa::lbl_driver

#include "drivers/lbl/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/parallel/share.hpp"
#include "drivers/lbl/block_file.hpp"
#include "drivers/lbl/line_options.hpp"

namespace vespa::lbl_driver {
namespace {

std::string bytes_text(double bytes) {
    if (bytes < 1e6) return fmt::format("{:.0f} kB", bytes / 1e3);
    if (bytes < 1e9) return fmt::format("{:.0f} MB", bytes / 1e6);
    return fmt::format("{:.1f} GB", bytes / 1e9);
}

/// A source of a partition sum without the folders of this machine: "levels.txt (Guelachvili ...)".
std::string without_folders(std::string const& source) {
    auto const end = std::min({source.find(" ("), source.find(":"), source.size()});
    return std::filesystem::path(source.substr(0, end)).filename().string() + source.substr(end);
}

/// Lines times points that a core sums up in a second, at least roughly.
constexpr double usual_speed = 2e11;

}  // namespace

std::string forecast(Forecast const& forecast) {
    auto const seconds = forecast.line_points / usual_speed + forecast.other_s;
    return fmt::format(
        "{:.0f} wavenumbers in {} blocks, {:.2e} lines x points: about {:.1f} s of one core; the file takes "
        "{}, a rank {} "
        "for its block",
        forecast.points, forecast.blocks, forecast.line_points, std::max(seconds, 0.1),
        bytes_text(forecast.file_bytes), bytes_text(forecast.block_bytes));
}

void write_wavenumbers(parallel::Communicator const& ranks, record::Group root, lbl::SpectralGrid const& grid,
                       std::string const& name) {
    root.set("first_wavenumber", grid.first);
    root.set("last_wavenumber", grid.last());
    auto const points = static_cast<std::uint64_t>(grid.points);
    auto data = root.create<double>(name, {points}, {"cm-1", "vacuum wavenumber", "em.wavenumber"});
    auto const mine = parallel::block_of(points, ranks.rank(), ranks.size());
    std::vector<double> values(mine.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = grid.at(static_cast<std::int64_t>(mine.first + i));
    data.write_rows(mine.first, values);
}

void describe_sums(record::Group root, std::vector<lbl::GasLines> const& gases, lbl::Precision precision) {
    std::vector<std::string> wings, sources;
    for (auto const& gas : gases) {
        wings.push_back(gas.name + ": " + words_for(gas.wings));
        for (std::size_t i = 0; i < gas.uses.size(); ++i) {
            auto const& isotopologue = gas.lines->isotopologues()[i];
            sources.push_back(fmt::format("{} {}: abundance {:g}, partition sum of {}", gas.name,
                                          isotopologue.name, gas.uses[i].abundance,
                                          without_folders(gas.uses[i].partition_sum->source())));
        }
    }
    bool const all_alike = std::all_of(gases.begin(), gases.end(), [&](lbl::GasLines const& gas) {
        return words_for(gas.wings) == words_for(gases.front().wings);
    });
    root.set("precision", words_for(precision));
    root.set("relative_error_asked", lbl::relative_error_of(precision));
    if (gases.empty()) return;
    root.set("wings", all_alike ? words_for(gases.front().wings) : fmt::format("{}", fmt::join(wings, "; ")));
    if (!sources.empty()) root.set("isotopologues", sources);
}

shell::Outcome close(shell::Run& run, BlockFile& file, lbl::BlockOutcome const& outcome,
                     lbl::Precision precision) {
    run.progress.finish();
    double const worst = file.commit(outcome.stopped);
    double const asked = lbl::relative_error_of(precision);
    double const ranks = run.communicator.size();
    run.timings.note("busy_share", outcome.busiest_s > 0 ? outcome.all_s / (ranks * outcome.busiest_s) : 1.0);
    if (worst > asked) {
        run.warn(fmt::format(
            "at a checked point the sum of lines is wrong by {:.1e}, more than the {:.0e} asked for", worst,
            asked));
    }
    run.say(fmt::format(
        "{} blocks; largest error of the sums of lines at the checked points {:.1e} (asked: {:.0e})",
        outcome.computed, worst, asked));
    run.say((outcome.stopped ? "stopped; --resume goes on with " : "written to ") + run.output.string());
    return outcome.stopped ? shell::Outcome::stopped : shell::Outcome::done;
}

}  // namespace vespa::lbl_driver

#include "drivers/mulumesc/smooth_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "drivers/mulumesc/block.hpp"
#include "drivers/mulumesc/columns.hpp"
#include "mulumesc/smoothing/smooth_abundances.hpp"

namespace vespa::mulumesc_driver {

namespace {

/// Numbers of spectra that are read at once.
constexpr std::uint64_t block_numbers = 1 << 19;

/// The lines' normal equations, and where the search begins: the abundances of each pixel alone.
struct Lines {
    mulumesc::AbundanceMap map;
    std::vector<double> fraction;
};

Lines read_lines(mulumesc::SpectrumSource& source, SmoothMapPlan const& plan, parallel::Range mine) {
    auto const channels = plan.axis.channels(), count = plan.endmembers.count();
    mulumesc::Spectra<double> const endmembers{count, channels, plan.endmembers.reflectance, {}};
    Lines lines{{.endmembers = count, .samples = source.is().samples}, {}};
    auto const step = std::max<std::uint64_t>(1, block_numbers / channels);
    for (auto first = mine.first; first < mine.last; first += step) {
        auto const size = std::min(step, mine.last - first);
        auto const block = block_of(plan.axis, first, source.read(first, size), plan.noise);
        mulumesc::add_pixels(lines.map, plan.axis, {block.count, channels, block.reflectance, block.noise},
                             endmembers, plan.unmixing);
        auto const alone = mulumesc::unmix<double>(plan.axis, {block.count, channels, block.reflectance, {}},
                                                   endmembers, plan.unmixing);
        lines.fraction.insert(lines.fraction.end(), alone.values.begin(), alone.values.end());
    }
    return lines;
}

void tell(shell::Run& run, mulumesc::SmoothingReport const& report, std::uint64_t left_out) {
    for (auto const& [name, value] :
         {std::pair{"smoothing_converged", report.converged ? 1.0 : 0.0},
          std::pair{"smoothing_rounds", static_cast<double>(report.rounds)},
          std::pair{"smoothing_linear_iterations", static_cast<double>(report.linear_iterations)},
          std::pair{"smoothing_last_change", report.last_change},
          std::pair{"smoothing_misfit_before", report.misfit_before},
          std::pair{"smoothing_misfit", report.misfit},
          std::pair{"smoothing_roughness_before", report.roughness_before},
          std::pair{"smoothing_roughness", report.roughness},
          std::pair{"smoothing_pixels_left_out", static_cast<double>(left_out)}})
        run.timings.note(name, value);
    run.say(fmt::format(
        "smooth abundances: {} rounds, {} steps of conjugate gradients; differences of neighbours "
        "from {:.4g} to {:.4g}, residuals from {:.6g} to {:.6g} (sums of squares)",
        report.rounds, report.linear_iterations, report.roughness_before, report.roughness,
        report.misfit_before, report.misfit));
    if (!report.converged)
        run.warn(fmt::format("the smooth abundances still changed by {:.2g} in the last of {} rounds",
                             report.last_change, report.rounds));
}

}  // namespace

bool write_smooth_map(shell::Run& run, mulumesc::SpectrumSource& source, SmoothMapPlan const& plan,
                      parallel::Range mine, record::Group abundances) {
    run.phase("smoothing");
    auto lines = parallel::in_agreement(run.communicator, [&] { return read_lines(source, plan, mine); });
    auto const& map = lines.map;
    auto const report = mulumesc::smooth_abundances(
        run.communicator, map, {.smoothness = plan.smoothness, .sum_to_one = plan.unmixing.sum_to_one},
        lines.fraction, run.progress);
    run.progress.finish();
    if (report.stopped) return false;
    auto const out = static_cast<std::uint64_t>(
        std::count_if(map.weight.begin(), map.weight.end(), [](double weight) { return !(weight > 0); }));
    tell(run, report, parallel::sum(run.communicator, out));

    Table table;
    auto& fraction = table.add<double>(
        "smooth_fraction", {"", "as fraction, of all pixels together, neighbours tied", "phys.abund"},
        {plan.endmembers.count()});
    auto& rms = table.add<double>("smooth_rms", {"", "as rms, of smooth_fraction", "stat.fit.residual"});
    auto& part = table.add<std::uint8_t>(
        "smooth_part",
        {"", "1 where the pixel takes part; 0: too few channels, or no noise is known", "meta.code"});
    for (std::size_t p = 0; p < map.pixels(); ++p) {
        part.values.push_back(map.weight[p] > 0 ? 1 : 0);
        rms.values.push_back(mulumesc::rms_of_mixture(map, p, lines.fraction.data()));
    }
    fraction.values = std::move(lines.fraction);
    table.create(abundances, source.is().count);
    table.write(mine.first);
    abundances.set("smoothness", plan.smoothness);
    return true;
}

}  // namespace vespa::mulumesc_driver

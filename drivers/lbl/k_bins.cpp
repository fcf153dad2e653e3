#include "drivers/lbl/k_bins.hpp"

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "lbl/instrument/k_distribution.hpp"
#include "lbl/instrument/k_error.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {

void declare(shell::Options& options, KOptions& k) {
    options.group("k-distribution", "Cross sections of a bin in rising order, for correlated k.");
    options.flag(k.wanted, {.name = "k-distribution",
                            .prose = "Write a k-table: bins from --from to --to, in them points --step apart "
                                     "or a little less."});
    options.number(k.width, {.name = "bin-width",
                             .unit = "cm-1",
                             .range = shell::above(0),
                             .prose = "Of the bins; or --resolving-power."});
    options.number(k.resolving_power, {.name = "resolving-power",
                                       .range = shell::at_least(1),
                                       .prose = "Centre of a bin over its width; or --bin-width."});
    options.integer(k.points, {.name = "g-points",
                               .range = shell::between(1, 1000),
                               .prose = "Of the Gauss-Legendre quadrature over g, a bin's share of "
                                        "wavenumbers with a smaller cross section."});
    options.flag(k.is_split, {.name = "g-split",
                              .prose = "Half of the points of g on 0 to 0.95, half on 0.95 to 1, where the "
                                       "centres of lines lie."});
}

void check_unused(KOptions const& options, shell::Options const& given) {
    if (options.wanted) return;
    for (auto const* name : {"bin-width", "resolving-power", "g-points", "g-split"})
        if (given.given(name))
            throw BadInput("without --k-distribution", "--" + std::string(name), "both or neither");
}

KBins bins_from(KOptions const& options, GridOptions const& grid, std::size_t states) {
    if (options.width.has_value() == options.resolving_power.has_value())
        throw BadInput("bins need one of --bin-width and --resolving-power", "--k-distribution",
                       "one of both");
    KBins bins;
    bool const is_even = options.width.has_value();
    bins.edges = is_even ? lbl::edges_of_width(grid.from, grid.to, *options.width)
                         : lbl::edges_of_resolving_power(grid.from, grid.to, *options.resolving_power);
    bins.points = lbl::points_in_bins(bins.edges, is_even, grid.step, options.points);
    auto const nodes = static_cast<std::size_t>(options.points);
    bins.rule = options.is_split ? lbl::split_g_quadrature(nodes) : lbl::g_quadrature(nodes);
    lbl::AbsorptionProblem block;
    block.grid = bins.points.grid;
    block.states.resize(states);
    block.gases.resize(1);
    bins.first_of_block = lbl::runs_of_bins(
        bins.points, grid.block_points > 0 ? grid.block_points : block.plan().block_points());
    return bins;
}

std::vector<double> KBins::centres() const {
    std::vector<double> values;
    for (std::size_t b = 0; b + 1 < edges.size(); ++b)
        values.push_back((edges[b] + edges[b + 1]) / 2);
    return values;
}

lbl::BlockPlan KBins::plan() const {
    return {lbl::SpectralGrid{0, 1, static_cast<std::int64_t>(points.bins())}, first_of_block};
}

std::vector<std::int64_t> KBins::block_begins() const {
    std::vector<std::int64_t> begins;
    for (auto const bin : first_of_block)
        begins.push_back(points.begin[static_cast<std::size_t>(bin)]);
    return begins;
}

std::vector<double> KBins::k_of(std::uint64_t block, std::vector<double> const& cross_section,
                                std::size_t states) const {
    auto const range = plan().points(block);
    auto const offset = points.begin[range.first];
    std::vector<std::size_t> begin;
    for (auto bin = range.first; bin <= range.last; ++bin)
        begin.push_back(static_cast<std::size_t>(points.begin[bin] - offset));
    std::size_t const row = range.size() * rule.node.size();
    std::vector<double> k(states * row);
    lbl::correlated_k({cross_section.data(), states, begin.back()}, begin, rule, {k.data(), states, row});
    return k;
}

std::vector<double> KBins::errors_of(std::uint64_t block, std::vector<double> const& cross_section,
                                     std::vector<double> const& k, std::size_t states) const {
    auto const range = plan().points(block);
    auto const first = points.begin[range.first];
    auto const in_block = static_cast<std::size_t>(points.begin[range.last] - first);
    std::size_t const nodes = rule.node.size();
    std::vector<double> errors;
    for (std::size_t state = 0; state < states; ++state) {
        for (auto bin = range.first; bin < range.last; ++bin) {
            auto const begin = static_cast<std::size_t>(points.begin[bin] - first);
            auto const count = static_cast<std::size_t>(points.begin[bin + 1] - points.begin[bin]);
            std::span const values(cross_section.data() + state * in_block + begin, count);
            std::span const at_nodes(k.data() + errors.size() * nodes, nodes);
            errors.push_back(lbl::transmission_error(values, rule, at_nodes));
        }
    }
    return errors;
}

double KBins::error_bound() const {
    std::int64_t fewest = points.begin.back();
    for (std::size_t bin = 0; bin + 1 < points.begin.size(); ++bin)
        fewest = std::min(fewest, points.begin[bin + 1] - points.begin[bin]);
    return lbl::transmission_error_bound(rule, static_cast<std::size_t>(fewest));
}

}  // namespace vespa::lbl_driver

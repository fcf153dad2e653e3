#include "drivers/lbl/line_options.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {

using lbl::LineProfile;
using lbl::Precision;
using lbl::WingConvention;

namespace {

std::vector<shell::EnumWord<WingConvention>> wing_words() {
    return {{WingConvention::line_cut, "line-cut", "up to --cut from the line's centre, as HAPI"},
            {WingConvention::whole_wavenumber, "whole-wavenumber",
             "from floor(nu) - cut to floor(nu) + cut + 1, as RFM"},
            {WingConvention::pedestal, "pedestal",
             "line-cut less the line's value there: what a water continuum expects"},
            {WingConvention::unlimited, "unlimited", "every line at every point"},
            {WingConvention::half_widths, "half-widths",
             "up to --cut-half-widths times the half-width of the line"}};
}

std::vector<shell::EnumWord<Precision>> precision_words() {
    return {{Precision::coarse, "coarse", "1e-3"},
            {Precision::standard, "standard", "1e-4"},
            {Precision::fine, "fine", "1e-6"}};
}

void declare_sum(shell::Options& options, LineOptions& lines) {
    options.group("Sum of lines");
    options.choice(
        lines.wings, wing_words(),
        {.name = "wings",
         .prose = "Where the wings of a line end. Codes disagree by this more than by anything else."});
    options.number(
        lines.cut,
        {.name = "cut", .unit = "cm-1", .range = shell::between(1e-3, 1e5), .prose = "Of the wings."});
    options.number(
        lines.cut_half_widths,
        {.name = "cut-half-widths", .range = shell::between(1, 1e7), .prose = "Of the wings half-widths."});
    options.choice(lines.profile,
                   {{LineProfile::voigt, "voigt"},
                    {LineProfile::speed_dependent_voigt, "speed-dependent-voigt"},
                    {LineProfile::hartmann_tran, "hartmann-tran"}},
                   {.name = "line-profile",
                    .prose = "Lines without the parameters of a later one take the one before."});
    options.flag(lines.mixing, {.name = "line-mixing",
                                .prose = "First-order line mixing, of lines that have its parameters."});
    options.number(
        lines.weakest,
        {.name = "weakest-line",
         .unit = "cm/molecule",
         .range = shell::at_least(0),
         .prose = "Lines weaker than this at the temperature of a layer are left out; how much that "
                  "is stands in the result."});
    options.choice(
        lines.precision, precision_words(),
        {.name = "precision", .prose = "Relative error that the sum of lines may have at any point."});
    options.integer(
        lines.checked_points,
        {.name = "checked-points",
         .range = shell::between(0, 1e9),
         .prose = "Points, drawn over the whole grid, at which the sum is compared with the plain sum of "
                  "all lines; the largest error found is written into the result."});
}

}  // namespace

void declare(shell::Options& options, LineOptions& lines) {
    options.group("Lines",
                  "Intensities are those of HITRAN: terrestrial abundances of isotopologues are in them.");
    options.texts(
        lines.lines,
        {.name = "lines",
         .prose =
             "Gases whose lines absorb: GAS for the list that comes with the program (CO, CO2), "
             "or GAS:file=FILE with a store made by vespa-lbl convert, or a .par file; more keys, "
             "parted by commas: partition=FILE (of this gas), isotopologue=N (that one alone), "
             "abundance=pure (per molecule of that isotopologue), factor=NAME (of the far wings: co2-venus, "
             "ch4-h2, co2-co2, co2-n2), wings=, cut= (of this gas).",
         .required = true});
    options.text(lines.line_folder,
                 {.name = "line-folder", .prose = "Folder in which files of lines are looked for."});
    options.file(lines.partition_sums, {.name = "partition-sums",
                                        .prose = "Partition sums of all gases that name none: HDF5 as TIPS "
                                                 "is handed on, or a table T Q. Without it "
                                                 "those that come with the program (CO, HCl, CO2)."});
    declare_sum(options, lines);
}

void declare(shell::Options& options, GridOptions& grid) {
    options.group("Wavenumbers");
    auto const positive = shell::above(0);
    options.number(
        grid.from,
        {.name = "from", .unit = "cm-1", .range = positive, .prose = "First wavenumber.", .required = true});
    options.number(
        grid.to,
        {.name = "to", .unit = "cm-1", .range = positive, .prose = "Last wavenumber.", .required = true});
    options.number(
        grid.step,
        {.name = "step", .unit = "cm-1", .range = positive, .prose = "Between them.", .required = true});
    options.integer(
        grid.block_points,
        {.name = "block-points",
         .range = shell::between(0, 1 << 24),
         .prose =
             "Points of a spectral block, the piece of work of a rank; 0: a number that suits the grid."});
}

lbl::SpectralGrid grid_from(GridOptions const& options) {
    if (options.to < options.from)
        throw BadInput(fmt::format("{} cm-1 lies below --from", options.to), "--to",
                       fmt::format("{} and above", options.from));
    double const steps = (options.to - options.from) / options.step;
    if (steps > 2e9)
        throw BadInput(fmt::format("makes {:.3g} points", steps), "--step",
                       "steps of which there are up to 2e9");
    return {options.from, options.step,
            static_cast<std::int64_t>(std::floor(steps * (1 + 1e-12) + 1e-9)) + 1};
}

std::string words_for(lbl::Wings const& wings) {
    for (auto const& word : wing_words())
        if (word.value == wings.convention) {
            if (wings.convention == WingConvention::unlimited) return word.word;
            if (wings.convention == WingConvention::half_widths)
                return fmt::format("{}, {} half-widths", word.word, wings.cut_half_widths);
            return fmt::format("{}, {} cm-1", word.word, wings.cut);
        }
    return {};
}

std::string words_for(Precision precision) {
    for (auto const& word : precision_words())
        if (word.value == precision) return word.word;
    return {};
}

}  // namespace vespa::lbl_driver

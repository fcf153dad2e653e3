#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lbl/lines/layer/preparation.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {

/// Which lines are summed, and how.
struct LineOptions {
    std::vector<std::string> lines;  ///< GAS or GAS:file=...,key=value
    std::string line_folder;         ///< looked in where a file is named without a folder
    std::filesystem::path partition_sums;
    lbl::WingConvention wings = lbl::WingConvention::line_cut;
    double cut = 25;
    double cut_half_widths = 500;
    lbl::LineProfile profile = lbl::LineProfile::voigt;
    bool mixing = false;
    double weakest = 0;
    lbl::Precision precision = lbl::Precision::standard;
    std::int64_t checked_points = 1000;
};

/// The wavenumbers of a result.
struct GridOptions {
    double from = 0, to = 0, step = 0;
    std::int64_t block_points = 0;
};

/// Declares them, in groups of their own.
void declare(shell::Options& options, LineOptions& lines);
void declare(shell::Options& options, GridOptions& grid);

/// \throws BadInput where the interval is empty or no whole number of steps would reach its end
lbl::SpectralGrid grid_from(GridOptions const& options);

/// Factors of far wings, as users name them.
std::vector<shell::EnumWord<lbl::WingFactor>> wing_factors();

/// "line-cut, 25 cm-1, factor co2-venus": what is written into results.
std::string words_for(lbl::Wings const& wings);
std::string words_for(lbl::Precision precision);

}  // namespace vespa::lbl_driver

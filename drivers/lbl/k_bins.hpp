#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "drivers/lbl/line_options.hpp"
#include "lbl/absorption/absorption.hpp"
#include "lbl/instrument/spectral_bins.hpp"
#include "lbl/transfer/gauss_legendre.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::lbl_driver {

/// How k-distributions are made.
struct KOptions {
    bool wanted = false;
    std::optional<double> width;            ///< of the bins, cm-1
    std::optional<double> resolving_power;  ///< or their centre over their width
    std::int64_t points = 16;
    bool is_split = false;
};

void declare(shell::Options& options, KOptions& k);

/// The bins of k-distributions, their points, and how blocks hold them.
struct KBins {
    std::vector<double> edges;  ///< cm-1
    lbl::BinnedGrid points;
    lbl::Quadrature rule;
    std::vector<std::int64_t> first_of_block;  ///< the first bin of each block

    std::vector<double> centres() const;
    /// Bins as a plan of blocks counts them.
    lbl::BlockPlan plan() const;
    /// First point of each block.
    std::vector<std::int64_t> block_begins() const;
    /// From cross sections [state][point] of a block to k [state][bin][node].
    std::vector<double> k_of(std::uint64_t block, std::vector<double> const& cross_section,
                             std::size_t states) const;
    /// What these k err in the transmission of their bins, [state][bin].
    std::vector<double> errors_of(std::uint64_t block, std::vector<double> const& cross_section,
                                  std::vector<double> const& k, std::size_t states) const;
    /// The most that any k-distribution of these bins may err.
    double error_bound() const;
};

/// Bins between --from and --to, of points --step apart or less. \param states  of the table, of which a rank
/// holds those of a block \throws BadInput
KBins bins_from(KOptions const& options, GridOptions const& grid, std::size_t states);

/// \throws BadInput where an option of k-distributions is given and they are not wanted
void check_unused(KOptions const& options, shell::Options const& given);

}  // namespace vespa::lbl_driver

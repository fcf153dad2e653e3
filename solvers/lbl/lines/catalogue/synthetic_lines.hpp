#pragma once
#include <cstdint>

#include "lbl/lines/line_source.hpp"
#include "lbl/split_mix.hpp"

namespace vespa::lbl {

/// A made-up list of any length, sorted by position, of which any rank makes any part: for tests and
/// measures. With u_k the k-th number of SplitMix64 (Steele et al. 2014, doi:10.1145/2714064.2660195) from
/// the seed, divided by 2^64, line i of N has
///   position      first + (i + u_{4i+1}) (last - first) / N
///   log10 S       -30 + 8 u_{4i+2}
///   E''           5000 u_{4i+3} cm-1
///   gamma_air     0.04 + 0.06 u_{4i+4}, gamma_self the same
///   n_air         0.5 + 0.3 frac(16 u_{4i+4}),
/// the widths rounded to four decimals and the exponents to two, as HITRAN writes them. The lines are those
/// of 12C16O, the shift is zero.
class SyntheticLines : public LineSource {
  public:
    /// \param lines_a_part how many lines a part has; the list is the same \throws BadInput unless there are
    /// 1 to 2^40 lines and 0 < first < last <= 1e7 cm-1
    SyntheticLines(std::uint64_t lines, double first, double last, std::uint64_t seed = 0,
                   std::uint64_t lines_a_part = 1u << 20);

    std::span<Isotopologue const> isotopologues() const override;
    std::vector<std::string> profile_columns() const override;
    std::uint64_t parts() const override;
    std::unique_ptr<LineReader> read(std::uint64_t part) const override;
    std::vector<std::filesystem::path> files() const override { return {}; }
    std::string title() const override;

    /// Appends lines [from, to).
    void append(std::uint64_t from, std::uint64_t to, LinePiece& piece) const;
    std::uint64_t lines() const { return lines_; }

  private:
    std::uint64_t lines_;
    double first_, last_;
    std::uint64_t seed_, lines_a_part_;
};

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/store/layout.hpp"

namespace vespa::lbl {

/// What is known of each piece of a store without reading it: the range of positions, and at each of
/// bound_temperatures the largest ln S - c2 E'' (1/T - 1/296), Boltzmann's factor alone.
struct PieceIndex {
    std::vector<double> first, last;  ///< positions, cm-1
    std::vector<double> bound;        ///< piece after piece, a value for each of bound_temperatures

    explicit PieceIndex(std::uint64_t lines);
    /// Takes in lines that stand from row `row` on.
    void include(std::uint64_t row, std::span<PackedLine const> lines);
    /// Takes in what another rank knows of the same pieces.
    void merge(std::span<double const> first, std::span<double const> last, std::span<double const> bound);
};

/// An upper bound of ln S - c2 E'' (1/T - 1/296) in a piece at any temperature; infinite beyond
/// bound_temperatures. \param bound of the piece, a value for each of bound_temperatures
double bound_at(std::span<double const> bound, double temperature);

}  // namespace vespa::lbl

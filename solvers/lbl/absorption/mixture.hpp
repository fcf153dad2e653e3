#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lbl/absorption/line_supply.hpp"
#include "lbl/lines/layer/preparation.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// The gas at one place.
struct GasState {
    double temperature = 296;       ///< K
    double pressure = 101325;       ///< Pa
    std::vector<double> abundance;  ///< mole fraction of each gas of the mixture

    /// Molecules of all gases in a cm3 (ideal gas).
    double number_density() const;
};

/// What widens the lines of a gas: a broadener that its list knows, and the gas of the mixture that it stands
/// for.
struct Broadener {
    std::string name;  ///< "air", "self", "h2"
    std::optional<std::size_t>
        gas;  ///< place in the mixture; nothing: all gases that no other broadener stands for
};

/// A gas whose lines absorb.
struct GasLines {
    std::string name;     ///< "CO"
    std::size_t gas = 0;  ///< its place in the mixture
    std::shared_ptr<LineSupply const> lines;
    std::vector<IsotopologueUse> uses;  ///< one for each isotopologue of the supply
    std::vector<Broadener> broadeners;  ///< one of them, at least, stands for no single gas
    PreparationOptions preparation;
    Wings wings;

    /// How far from a point lines lie that may reach it, cm-1; infinite where nothing bounds it.
    double reach() const;
    /// About how many lines may reach a piece of a grid.
    std::uint64_t count_near(SpectralGrid const& part) const;
    /// Partition sums know a range of temperatures: better said before the work than in the midst of it.
    /// \throws BadInput naming `where` and the range
    void check_temperature(double temperature, std::string const& where) const;
    /// Mole fraction of each broadener, with the sum 1.
    std::vector<double> fractions(GasState const& state) const;
};

}  // namespace vespa::lbl

#pragma once
#include <filesystem>
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace vespa::lbl {

/// Collision-induced absorption of a pair of gases at one temperature over one range of wavenumbers.
struct CollisionSet {
    double temperature = 0;           ///< K
    std::vector<double> wavenumber;   ///< cm-1, rising
    std::vector<double> coefficient;  ///< cm5 molecule-2; measurements have values <= 0 in their noise

    double lowest() const { return wavenumber.front(); }
    double highest() const { return wavenumber.back(); }
};

/// All that is known of a pair. Ranges may differ from temperature to temperature.
struct CollisionTable {
    std::string first, second;  ///< chemical formulas
    std::vector<CollisionSet> sets;
};

/// How the coefficient runs between two temperatures: linearly, or its logarithm does (linearly where one of
/// the two is not positive).
enum class CollisionInterpolation { linear, logarithmic };

/// What happens at a temperature that the table does not reach, at a wavenumber that it does.
enum class BeyondTable { refuse, nearest };

/// HITRAN's .cia format (Karman et al. 2019, Icarus 328, 160): blocks of a header (formula A20, range 2F10.3,
/// count I7, T F7.1, ...) and so many rows of wavenumber and coefficient.
/// \throws BadInput with the line; for sets of one temperature that overlap, too
CollisionTable read_hitran_cia(std::istream& text, std::string const& name);

/// Text tables of A. Borysow's calculations as passed on: @SPECIES, @TEMPERATURES, @DATA with a row a
/// wavenumber, cm-1 amagat-2, which become cm5 molecule-2. \throws BadInput with the line
CollisionTable read_borysow_cia(std::istream& text, std::string const& name);

/// Either, told apart by "@DATA". \throws BadInput also when it cannot be read
CollisionTable read_cia_file(std::filesystem::path const& path);

/// Binary absorption coefficient at one temperature, cm5 molecule-2: linear in wavenumber between the rows
/// and, where the table is silent, 0. Of the sets that reach a wavenumber those next to the temperature are
/// used. \param wavenumber      cm-1, rising \param by_temperature  d / dT, K-1; empty: not wanted \throws
/// BadInput for a temperature outside those of the sets that reach a wavenumber, with BeyondTable::refuse
void collision_coefficient(CollisionTable const& table, double temperature,
                           CollisionInterpolation interpolation, BeyondTable beyond,
                           std::span<double const> wavenumber, std::span<double> coefficient,
                           std::span<double> by_temperature = {});

/// Adds the optical depth of a layer, k n x1 x2 N with n the layer's number density p / kT and N its column.
/// \param coefficient, by_temperature  of collision_coefficient
/// \param slope  d tau / dT at fixed pressure and columns, added to; empty: not wanted
void add_collision_induced(std::span<double const> coefficient, std::span<double const> by_temperature,
                           double pressure, double temperature, double first_abundance,
                           double second_abundance, double column, std::span<double> optical_depth,
                           std::span<double> slope = {});

}  // namespace vespa::lbl

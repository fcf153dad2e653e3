#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace vespa::lbl {

/// A parameter that is not given.
inline constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// The sets of line-shape parameters that lines share. Columns have HITRAN's names: gamma_air (half-width at
/// half-maximum at 296 K, cm-1 atm-1), n_air (its temperature exponent), delta_air (shift, cm-1 atm-1),
/// deltap_air (its change, cm-1 atm-1 K-1), y_air (first-order mixing, atm-1), sd_air (Gamma_2 / Gamma_0),
/// the same of self, h2, he, co2, h2o ..., and those of the Hartmann-Tran profile (README.md).
struct ProfileTable {
    std::vector<std::string> columns;
    std::vector<std::vector<double>> values;  ///< values[column][set]; NaN: not given

    std::size_t sets() const { return values.empty() ? 0 : values.front().size(); }
    /// The place of a column, nothing if there is none.
    std::optional<std::size_t> find(std::string const& column) const;
};

/// Leaves the sets that lines use, in their order, and gives the lines their new numbers: what is done set by
/// set for a part of a long list costs what the part has.
void keep_used_sets(ProfileTable& table, std::vector<std::uint32_t>& set_of_line);

/// Collects sets of parameters and gives each different one a number, in the order of their coming.
class ProfileSets {
  public:
    /// More different sets than this are not a list of published precision.
    static constexpr std::size_t most_sets = std::size_t{1} << 24;

    explicit ProfileSets(std::size_t columns) : columns_(columns) {}

    /// The number of a set, one value a column; a new one if it has not been before. NaN equals NaN and 0
    /// equals -0. \throws BadInput beyond most_sets
    std::uint32_t number_of(std::span<double const> set);

    std::size_t size() const { return columns_ == 0 ? (used_ ? 1 : 0) : values_.size() / columns_; }
    std::span<double const> values() const { return values_; }  ///< set after set

  private:
    std::size_t columns_;
    bool used_ = false;
    std::vector<double> values_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> numbers_;  // by hash
    std::vector<double> last_;
    std::uint32_t last_number_ = 0;
};

/// Sets in an order that depends on their content alone (column after column; NaN last).
struct OrderedSets {
    std::vector<std::uint32_t> place;  ///< of each of the given sets, equal ones at the same place
    std::vector<double> values;        ///< different sets, set after set
};

OrderedSets ordered(std::span<double const> sets, std::size_t columns);

/// As a table. \param values set after set
ProfileTable table_of(std::vector<std::string> columns, std::span<double const> values);

}  // namespace vespa::lbl

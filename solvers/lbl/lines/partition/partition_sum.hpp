#pragma once
#include <string>
#include <vector>

namespace vespa::lbl {

/// Total internal partition sum Q(T) of one isotopologue, nuclear spin weights included as HITRAN does. Known
/// in a range of temperatures; outside is an error, never an extrapolation.
class PartitionSum {
  public:
    virtual ~PartitionSum() = default;
    /// \throws BadInput that names the range
    double value(double temperature) const;
    /// d ln Q / dT, K-1. \throws BadInput that names the range
    double slope_of_logarithm(double temperature) const;

    double lowest_temperature() const { return lowest_; }    ///< K
    double highest_temperature() const { return highest_; }  ///< K
    /// Where it comes from: for messages and for results.
    std::string const& source() const { return source_; }

  protected:
    PartitionSum(std::string source, double lowest, double highest);

  private:
    struct Sum {
        double value, slope_of_logarithm;
    };
    friend class PartitionTable;
    friend class LevelSum;
    virtual Sum at(double temperature) const = 0;
    void check(double temperature) const;

    std::string source_;
    double lowest_, highest_;
};

/// By a table, interpolated as TIPS is: Lagrange's polynomial through two nodes at each side, through three
/// in the first and the last interval (Gamache et al. 2021, JQSRT 271, 107713). On 10 K steps that is 1e-6.
class PartitionTable : public PartitionSum {
  public:
    /// \param temperature K, rising, at least four \param value > 0 \throws BadInput that names the source
    PartitionTable(std::string source, std::vector<double> temperature, std::vector<double> value);

  private:
    Sum at(double temperature) const override;
    std::vector<double> temperature_, value_;
};

/// States of a molecule.
struct Levels {
    std::vector<double> energy;  ///< cm-1, above the lowest state
    std::vector<double> weight;  ///< degeneracy, that of nuclear spin included
};

/// The direct sum over states, Q = sum of g exp(-c2 E / T).
class LevelSum : public PartitionSum {
  public:
    /// \param lowest, highest K: where the states are enough for the sum \throws BadInput that names the
    /// source
    LevelSum(std::string source, Levels levels, double lowest, double highest);

  private:
    Sum at(double temperature) const override;
    Levels levels_;
};

}  // namespace vespa::lbl

#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/partition/partition_sum.hpp"

namespace vespa::lbl {

/// A term of Dunham's expansion of a diatomic molecule's levels, E(v, J) = sum of Y_kl (v + 1/2)^k [J
/// (J+1)]^l (Dunham 1932, Phys. Rev. 41, 721).
struct DunhamTerm {
    int k, l;
    double value;  ///< cm-1
};

/// The levels of one isotopologue, and how far the expansion may be trusted; or, where there are no terms, a
/// table of its partition sum.
struct DunhamLevels {
    Isotopologue isotopologue;
    std::string citation;
    double spin_weight = 1;          ///< of the nuclei: a factor of every level's weight
    int vibrations = 0;              ///< v = 0 ... vibrations - 1
    int rotations = 0;               ///< J = 0 ... rotations - 1
    double highest_temperature = 0;  ///< K: up to which these levels are enough for the partition sum
    std::vector<DunhamTerm> terms;
    std::vector<double> temperature, partition_sum;  ///< the table: K, Q
};

/// E(v, J) in cm-1, from the minimum of the potential as the expansion counts it.
double dunham_energy(DunhamLevels const& levels, int v, int j);

/// The partition sum by these levels, from 1 K on, or by the table.
std::unique_ptr<PartitionSum> partition_sum_of(DunhamLevels const& levels, std::string const& source);

/// Reads a file of levels, its first line "vespa-levels 1" (README.md). \throws BadInput with file and line
std::vector<DunhamLevels> read_levels(std::filesystem::path const& path);

}  // namespace vespa::lbl

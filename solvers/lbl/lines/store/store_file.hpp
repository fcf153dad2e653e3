#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/record/file.hpp"
#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/profile_table.hpp"
#include "lbl/lines/store/piece_index.hpp"

namespace vespa::lbl {

/// Writes the parts of a store (README.md): rows of lines by all ranks, the rest by rank 0.
class StoreFile {
  public:
    /// Makes the datasets of lines, so that the room on the disk is known to be there. \collective
    StoreFile(record::File& file, std::uint64_t lines);

    /// Rows from `row` on, none on some ranks. \collective
    void write_lines(std::uint64_t row, std::span<PackedLine const> lines);

    /// All ranks pass the same. \collective
    void write_isotopologues(std::span<Isotopologue const> isotopologues);
    void write_profiles(ProfileTable const& profiles);
    /// Only rank 0's index is written. \collective
    void write_index(PieceIndex const& index, bool is_root);

  private:
    record::Group root_;
    record::Dataset position_, log_strength_, lower_energy_, profile_, isotopologue_;
};

/// What write_isotopologues() and write_profiles() wrote. \throws AgreedError, a bad input
std::vector<Isotopologue> read_isotopologues(record::Group const& root);
ProfileTable read_profiles(record::Group const& root);

}  // namespace vespa::lbl

#pragma once
#include <cstddef>

namespace vespa::lbl {

/// A row of the table behind hitran_isotopologues(): see there.
struct IsotopologueRow {
    int molecule_id, isotopologue_id;
    char const *molecule, *name;
    double abundance, mass, partition_sum_296;
};

extern IsotopologueRow const isotopologue_rows[];
extern std::size_t const isotopologue_row_count;

}  // namespace vespa::lbl

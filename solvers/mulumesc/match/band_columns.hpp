#pragma once
#include <vector>

#include "core/record/group.hpp"
#include "mulumesc/bands/band.hpp"

namespace vespa::mulumesc {

/// A real parameter of a band as files name it.
struct BandColumn {
    char const* name;
    record::Meaning meaning;
    double Band::*value;
};

/// All of them, in the order of Band.
std::vector<BandColumn> const& band_columns();

}  // namespace vespa::mulumesc

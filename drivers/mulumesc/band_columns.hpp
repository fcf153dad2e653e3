#pragma once
#include <vector>

#include "core/record/group.hpp"
#include "mulumesc/bands/band.hpp"

namespace vespa::mulumesc_driver {

/// A number of a band and what it means.
struct BandColumn {
    char const* name;
    record::Meaning meaning;
    double mulumesc::Band::*value;
};

/// In the order of the result file.
std::vector<BandColumn> const& band_columns();

}  // namespace vespa::mulumesc_driver

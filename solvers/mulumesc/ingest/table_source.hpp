#pragma once
#include <memory>

#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc {

/// Spectra that are held in memory whole, as texts and small libraries are.
struct SpectrumTable {
    std::string format;
    StoredAxis axis;
    std::vector<double> reflectance;  ///< [spectrum][stored channel]
    std::vector<double> noise;        ///< the same, or empty
    std::vector<std::string> names;   ///< one each
    double scale = 1;                 ///< stored value of reflectance 1
    std::vector<std::string> notes;
    std::vector<std::filesystem::path> files;
};

/// Puts channels in order and missing values to NaN. A standard deviation that is missing or not above zero
/// is NaN. \throws BadInput as order_axis(), or for a number of values that the axis does not divide
std::unique_ptr<SpectrumSource> source_of(SpectrumTable table, Reading const& reading);

}  // namespace vespa::mulumesc

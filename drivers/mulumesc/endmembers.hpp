#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "mulumesc/ingest/source.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc_driver {

/// Spectra of a library on the axis of the spectra to be worked on.
struct Endmembers {
    std::vector<std::string> names;
    std::vector<double> reflectance;  ///< [endmember][channel]; NaN where the library has none
    std::vector<std::filesystem::path> files;
    std::vector<std::string> notes;

    std::size_t count() const { return names.size(); }
};

/// Reads a library and brings it to the axis' channels (resample()). \param chosen  names, parts of a name
/// that one spectrum alone has, or numbers from 0; empty: all \throws BadInput naming `option` for one that
/// is absent or ambiguous or chosen twice, and for fewer channels in common than endmembers
Endmembers read_endmembers(std::filesystem::path const& library, std::vector<std::string> const& chosen,
                           mulumesc::SpectralAxis const& axis, std::string const& option);

}  // namespace vespa::mulumesc_driver

#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "occultation/problem.hpp"

namespace vespa::occultation_driver {

/// Positions at times.
struct Ephemeris {
    std::vector<std::string> times;  ///< as given
    std::vector<double> seconds;     ///< since the first of them
    std::vector<occultation::Epoch> epochs;
};

/// Reads a CSV table: the first line names the columns time, observer_x … and source_x … (without them the
/// sources are left to the caller), empty lines and lines that begin with # are ignored. Positions may be
/// NaN.
/// \param has_sources  whether columns of the source are there, and wanted
/// \throws BadInput naming file and line: a column that is absent, unknown or twice there, a row of another
/// length, what is no number or no time, times that do not ascend. Local.
Ephemeris read_ephemeris(std::filesystem::path const& file, bool has_sources);

/// Seconds of an ISO 8601 time since 2000-01-01T00:00:00, all days of 86400 s: 2000-01-31T12:00:00.5, with or
/// without Z, seconds and fraction. \throws BadInput
double seconds_of(std::string const& time, std::string const& where);

}  // namespace vespa::occultation_driver

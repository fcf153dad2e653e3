#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"

namespace vespa::mulumesc_driver {

/// Where on a planet each spectrum was taken, degree.
struct Positions {
    std::vector<double> longitude, latitude;
};

/// Reads both from datasets of an HDF5 file. Local. \throws BadInput, AgreedError for a dataset that is not
/// there, is no list, or has another length than `count`
Positions read_positions(std::filesystem::path const& file, std::string const& longitude,
                         std::string const& latitude, std::uint64_t count);

/// Writes /spectra/longitude and latitude. \collective
void write_positions(parallel::Communicator const& communicator, record::Group root,
                     Positions const& positions);

}  // namespace vespa::mulumesc_driver

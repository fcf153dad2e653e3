#pragma once
#include <filesystem>
#include <optional>

#include "core/record/dataset.hpp"
#include "core/record/file.hpp"
#include "drivers/raytrace/ray_list.hpp"

namespace vespa::raytrace_driver {

/// The rays of an HDF5 file: datasets position [n, 3], direction [n, 3], frequency [n] and, unless all rays
/// have one mode, mode [n] (0 ordinary, 1 extraordinary) at its root. Their attribute `unit` tells the unit.
class Hdf5Rays final : public RayList {
  public:
    /// Opens the file, on this rank alone, and checks what datasets it has. Local. \throws AgreedError, a bad
    /// input, or BadInput, with the dataset
    Hdf5Rays(std::filesystem::path const& file, ListUnits const& units);
    std::uint64_t size() const override { return position_.rows(); }

  protected:
    std::vector<raytrace::Launch> read_block(std::uint64_t block) const override;

  private:
    record::File file_;
    ListUnits units_;
    record::Dataset position_, direction_, frequency_;
    std::optional<record::Dataset> mode_;
    double length_m_, frequency_hz_;  ///< of one unit
};

}  // namespace vespa::raytrace_driver

#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// What the numbers of a list mean where the list does not say.
struct ListUnits {
    double radius_m = 0;                 ///< the body's equatorial radius; 0: there is none
    double length_m = 1;                 ///< metres in one unit of a position
    std::optional<raytrace::Mode> mode;  ///< of every ray, for a list without modes
};

/// A mode that no wave has: its ray is for the solver to reject.
inline constexpr auto no_mode = static_cast<raytrace::Mode>(-1);

/// Rays in a file, read a block at a time where they are asked for: a list of any length takes one block of
/// memory a rank, and a rank reads the blocks it draws rays from.
class RayList : public raytrace::LaunchSource {
  public:
    /// Rays of a block.
    static constexpr std::uint64_t block_rays = 4096;

    /// \throws BadInput or AgreedError where the file has changed since it was opened
    raytrace::Launch at(std::uint64_t ray) const final;

  protected:
    /// The rays of block number `block`, the last one possibly shorter. Local.
    virtual std::vector<raytrace::Launch> read_block(std::uint64_t block) const = 0;

  private:
    mutable std::uint64_t kept_ = ~std::uint64_t{0};  ///< number of the block in memory
    mutable std::vector<raytrace::Launch> rays_;
};

/// Opens a list of rays, CSV or HDF5 (README.md, "Lists of rays"), whichever its content is, and checks its
/// form: every line of a CSV file (by the first rank, for all), the datasets of an HDF5 file. Numbers that
/// cannot be flown, a NaN, a direction of no length, a mode that is none, are left to the solver, which
/// rejects that ray alone. \throws AgreedError, a bad input, with file and line or dataset \collective
std::unique_ptr<raytrace::LaunchSource> open_ray_list(parallel::Communicator const& communicator,
                                                      std::filesystem::path const& file,
                                                      ListUnits const& units);

/// The same for the list that the settings name, \param body being that of the run.
std::unique_ptr<raytrace::LaunchSource> open_ray_list(parallel::Communicator const& communicator,
                                                      Settings const& settings, planet::Body const& body);

}  // namespace vespa::raytrace_driver

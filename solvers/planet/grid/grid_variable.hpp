#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>

#include "core/parallel/share.hpp"
#include "core/record/file.hpp"
#include "planet/grid/grid_nodes.hpp"
#include "planet/grid/grid_request.hpp"

namespace vespa::planet {

/// A quantity on a grid in an HDF5 or netCDF-4 file. Layout: README.md in ../plasma. For one rank: the file
/// is open on a communicator of its own; errors are BadInput (or the file's AgreedError) naming file,
/// variable, index and what is allowed.
class GridVariable {
  public:
    GridVariable(record::File const& file, std::string const& name, GridRequest const& request);

    GridNodes const& nodes() const { return nodes_; }
    /// File and variable, for messages: "file.h5:/electron_density".
    std::string where() const { return data_.where(); }
    /// The unit that the request or else the file gives; empty if neither does.
    std::string unit() const;

    /// Calls take(place, value) for each node whose place on the third axis lies in `planes`, whose place on
    /// the three axes is given in the order of nodes().axes: the numbers of the file with its scale_factor
    /// and add_offset, all finite, none a fill value. A BadInput thrown by require() is worded by refuse().
    /// Where the file's first dimension is the third axis, nothing else is read.
    void read(parallel::Range planes,
              std::function<void(std::array<std::uint64_t, 3> const&, double)> const& take) const;

    /// The same for all nodes.
    void read(std::function<void(std::array<std::uint64_t, 3> const&, double)> const& take) const {
        read({0, nodes_.axes[2].count}, take);
    }

    /// \throws BadInput naming the node.
    [[noreturn]] void refuse(std::string const& what, std::array<std::uint64_t, 3> const& place,
                             std::string const& allowed) const;

  private:
    struct Roles;
    void find_axes(record::File const& file, GridRequest const& request);

    record::Dataset data_;
    std::string unit_override_;
    GridNodes nodes_;
    std::array<std::size_t, 3> axis_of_extent_{};  ///< which of nodes_.axes an extent of the dataset is
    std::array<std::string, 3> axis_names_{};      ///< of nodes_.axes
};

}  // namespace vespa::planet

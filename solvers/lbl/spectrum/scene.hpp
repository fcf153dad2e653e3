#pragma once
#include <vector>

#include "lbl/spectrum/spectrum.hpp"

namespace vespa::lbl {

/// What of a problem is the same for all wavenumbers: layers, their states, and the ways of light.
class Scene {
  public:
    /// \throws BadInput for a profile or a view that cannot be
    explicit Scene(SpectrumProblem const& problem);

    std::vector<Layer> const& layers() const { return layers_; }
    std::vector<GasState> const& states() const { return states_; }
    std::vector<double> const& mean_shares() const { return mean_shares_; }
    std::vector<double> const& columns() const { return columns_; }
    /// One for each view of the problem.
    std::vector<Path> const& paths() const { return paths_; }
    Path const& up() const { return up_; }
    Path const& to_sun() const { return to_sun_; }

    /// Rays of a transit and their impact parameters, m, rising.
    std::vector<Path> const& transit_paths() const { return transit_paths_; }
    std::vector<double> const& impacts() const { return impacts_; }

  private:
    std::vector<Layer> layers_;
    std::vector<GasState> states_;
    std::vector<double> mean_shares_, columns_;
    std::vector<Path> paths_;
    Path up_, to_sun_;
    std::vector<Path> transit_paths_;
    std::vector<double> impacts_;
};

}  // namespace vespa::lbl

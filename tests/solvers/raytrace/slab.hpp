#pragma once
#include <optional>

#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// The cold dispersion relation with **B** along z, in the products of Stix; formulas in README.md of
/// solvers/raytrace, eq. 9. w = n⊥², v = n∥².
struct Slab {
    double X, Y;
    double S, D, P;

    Slab(double X, double Y);

    /// n⊥² of the mode for given n∥, by the Appleton–Hartree branch it belongs to.
    std::optional<double> across(double n_along, Mode mode) const;
    /// n∥² of the mode for given n⊥.
    std::optional<double> along(double n_across, Mode mode) const;

    /// ∂𝓕/∂w and ∂𝓕/∂v
    double slope_across(double w, double v) const;
    double slope_along(double w, double v) const;

    /// dP' per path along B, and across it, for a ray with **n** = (n⊥, 0, n∥).
    double group_path_along(double n_across, double n_along) const;
    double group_path_across(double n_across, double n_along) const;

  private:
    bool belongs(double w, double v, Mode mode) const;
};

}  // namespace vespa::raytrace

#pragma once

namespace vespa::raytrace {

/// Croft & Hoogasian (1968): ground range, group path and apex of a ray that returns from a quasi-parabolic
/// layer.
struct QuasiParabolic {
    double r0 = 6370, r_m = 6670, y_m = 100, critical = 10;
    double range, group_path, apex;

    QuasiParabolic(double f, double elevation);
};

}  // namespace vespa::raytrace

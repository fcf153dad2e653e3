#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// What ARTEMIS-P's init_environ.txt holds, a value a line. Its media are compiled in; the file parametrises
/// the two published ones ("Ray tracing toy models", Baskevitch & Cecconi, 2021): two values toy model 1, n =
/// n0 (z/z0)^−3 without a field, four values toy model 2, n = n0 (z/z0)^−2 with B_z = B0 (z/z0B)^−3.
struct ArtemisEnviron {
    struct Field {
        double strength_T, height_km;  ///< B0, z0B
    };
    double density_cm3, height_km;  ///< n0, z0
    std::optional<Field> field;     ///< toy model 2
};

/// What ARTEMIS-P's init_raytracing.txt holds, but for what concerns its own output and integrator.
struct ArtemisRays {
    std::vector<raytrace::Launch> launches;
    double maximum_index;    ///< mumax
    double longest_path_km;  ///< iterations × longest step
    bool has_vacuum_mode;    ///< a ray of mode V, which ARTEMIS-P flies as O, and so do we
};

/// Text after the values of a line is a comment; empty lines are skipped; an exponent may be a Fortran d.
/// \throws BadInput with file and line and what is allowed. Local.
ArtemisEnviron read_artemis_environ(std::filesystem::path const& file);
ArtemisRays read_artemis_rays(std::filesystem::path const& file);

}  // namespace vespa::raytrace_driver

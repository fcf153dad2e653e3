#include "drivers/raytrace/artemis.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {

namespace {

/// The options that say the same as a file, and what they are unless given.
struct Rival {
    char const* option;
    bool is_given;
};

void refuse_beside(char const* file, std::initializer_list<Rival> rivals) {
    for (auto const& [option, is_given] : rivals) {
        if (is_given)
            throw BadInput(fmt::format("is given beside --{}, which says the same", file), option,
                           "one of the two");
    }
}

void take(ArtemisEnviron const& environ, Settings& settings) {
    refuse_beside("artemis-environ", {{"--plasma", !settings.plasma.empty()},
                                      {"--magnetic-field", !settings.magnetic_field.empty()}});
    settings.plasma = {fmt::format("power:geometry=plane,axis=z,density={},exponent={},reference={}",
                                   environ.density_cm3, environ.field ? -2 : -3, environ.height_km)};
    if (environ.field) {
        settings.magnetic_field = {fmt::format(
            "axial:field={},height={}", environ.field->strength_T / units::nT, environ.field->height_km)};
    }
    if (settings.body == Settings().body) settings.body = "none";
    if (settings.body != "none") return;
    settings.length_unit = LengthUnit::km;  // there is no radius
    if (!settings.length_scale) settings.length_scale = environ.height_km;
}

void take(ArtemisRays const& rays, Settings& settings) {
    Settings const unset;
    refuse_beside("artemis-rays", {{"--source", settings.source != unset.source},
                                   {"--source-positions", !settings.source_positions.empty()},
                                   {"--source-file", !settings.source_file.empty()},
                                   {"--frequencies", !settings.frequencies.empty()},
                                   {"--frequency-lower", settings.frequency_lower.has_value()},
                                   {"--frequency-upper", settings.frequency_upper.has_value()},
                                   {"--modes", settings.modes != unset.modes},
                                   {"--directions", settings.directions != unset.directions},
                                   {"--direction-vectors", !settings.direction_vectors.empty()}});
    if (settings.maximum_index == unset.maximum_index) settings.maximum_index = rays.maximum_index;
    if (settings.outer_radius || settings.box_lower || settings.box_upper || settings.maximum_path) return;
    settings.maximum_path =
        rays.longest_path_km * units::km / unit_of_length(settings, planet::body_named(settings.body));
}

}  // namespace

std::optional<ArtemisRays> import_artemis(Settings& settings) {
    std::optional<ArtemisRays> rays;
    bool const has_environ = !settings.artemis_environ.empty();
    bool const has_rays = !settings.artemis_rays.empty();
    if (has_environ) take(read_artemis_environ(settings.artemis_environ), settings);
    if (has_rays) take(rays.emplace(read_artemis_rays(settings.artemis_rays)), settings);
    if (settings.constants == ConstantSet::automatic)
        settings.constants = has_environ || has_rays ? ConstantSet::artemis : ConstantSet::codata;
    return rays;
}

}  // namespace vespa::raytrace_driver

#include "planet/body.hpp"

#include <algorithm>
#include <array>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"

namespace vespa::planet {
namespace {

struct Radii {
    std::string_view name;
    double equatorial, polar;
};

constexpr std::array<Radii, 8> bodies{{
    {"jupiter", units::jupiter_radius, units::jupiter_polar_radius},
    {"saturn", units::saturn_radius, units::saturn_polar_radius},
    {"earth", units::earth_radius, units::earth_polar_radius},
    {"ganymede", units::ganymede_radius, units::ganymede_radius},
    {"europa", units::europa_radius, units::europa_radius},
    {"callisto", units::callisto_radius, units::callisto_radius},
    {"io", units::io_radius, units::io_radius},
    {"sun", units::sun_radius, units::sun_radius},
}};

}  // namespace

Body body_named(std::string_view name) {
    if (name == "none") return {"none", 0, 0};
    auto const found =
        std::find_if(bodies.begin(), bodies.end(), [&](Radii const& body) { return body.name == name; });
    if (found != bodies.end()) return {std::string(name), found->equatorial, found->polar};
    std::string allowed;
    for (auto const& known : body_names())
        allowed += (allowed.empty() ? "" : ", ") + known;
    throw BadInput("unknown body \"" + std::string(name) + "\"", "body", allowed);
}

std::vector<std::string> body_names() {
    std::vector<std::string> names;
    for (auto const& body : bodies)
        names.emplace_back(body.name);
    names.emplace_back("none");
    return names;
}

}  // namespace vespa::planet

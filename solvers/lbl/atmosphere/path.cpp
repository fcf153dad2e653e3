#include "lbl/atmosphere/path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Ends of a segment as seen by an observer below instead of above, or the other way round.
PathSegment turned(PathSegment segment) {
    std::swap(segment.near_share, segment.far_share);
    return segment;
}

void check_cosine(double cosine) {
    if (!(cosine > 0 && cosine <= 1))
        throw BadInput("cosine " + std::to_string(cosine), "zenith angle of a line of sight",
                       "above 0, to 1");
}

void check_angle(double angle) {
    if (!(angle >= 0 && angle < units::pi / 2)) {
        throw BadInput("zenith angle " + std::to_string(angle / units::degree) + " degrees",
                       "line of sight at the surface", "from 0 to below 90 degrees");
    }
}

double scale_between(double lower, double upper, double thickness) {
    return lower == upper ? infinity : thickness / std::log(lower / upper);
}

}  // namespace

Path nadir_path(std::span<Layer const> layers, double cosine) {
    check_cosine(cosine);
    Path path{.segments = {}, .ends_at_surface = true, .surface_cosine = cosine};
    for (std::size_t k = layers.size(); k-- > 0;)
        path.segments.push_back({k, 1 / cosine, layers[k].upper_share, 1, 0});
    return path;
}

Path zenith_path(std::span<Layer const> layers, double cosine) {
    check_cosine(cosine);
    Path path;
    for (std::size_t k = 0; k < layers.size(); ++k)
        path.segments.push_back({k, 1 / cosine, layers[k].upper_share, 0, 1});
    return path;
}

Shells::Shells(std::span<Layer const> layers, double radius, ShellDensity density,
               std::span<double const> level_density, std::span<double const> refractivity,
               std::string const& where)
    : layers_(layers.begin(), layers.end()), density_(density), where_(where) {
    bool const graded = density == ShellDensity::exponential, bent = !refractivity.empty();
    if (layers.empty() || (graded && level_density.size() != layers.size() + 1) ||
        (bent && refractivity.size() != layers.size() + 1)) {
        throw std::invalid_argument("Shells: not a value for each level");
    }
    for (std::size_t k = 0; k < layers.size(); ++k) {
        double const thickness = layers[k].thickness();
        Shell shell{radius + layers[k].lower, radius + layers[k].upper, infinity, 0, infinity};
        if (!(shell.lower > 0)) {
            throw BadInput("level " + std::to_string(k + 1) + " lies below the centre", where,
                           "a radius of the body that exceeds every depth");
        }
        if (graded) {
            if (!(level_density[k] > 0 && level_density[k + 1] > 0))
                throw BadInput("density of level " + std::to_string(k + 1), where, "above 0");
            shell.density_scale = scale_between(level_density[k], level_density[k + 1], thickness);
        }
        if (bent && (refractivity[k] != 0 || refractivity[k + 1] != 0)) {
            if (!(refractivity[k] > 0 && refractivity[k + 1] > 0))
                throw BadInput("refractivity of level " + std::to_string(k + 1), where, "above 0");
            shell.refractivity = refractivity[k];
            shell.refractivity_scale = scale_between(refractivity[k], refractivity[k + 1], thickness);
        }
        shells_.push_back(shell);
    }
}

PathSegment Shells::segment(std::size_t k, double from, double turning, double at_turning,
                            double& bending) const {
    Shell const& shell = shells_[k];
    auto const passage = pass_shell(shell, from, shell.upper, turning, at_turning);
    if (!std::isfinite(passage.column) || !std::isfinite(passage.bending)) {
        throw BadInput("the ray is bent back in the layer from " + std::to_string(layers_[k].lower) +
                           " m to " + std::to_string(layers_[k].upper) + " m",
                       where_, "rays that leave the atmosphere: refractivity falling less steeply than 1/r");
    }
    bending += passage.bending;
    bool const graded = density_ == ShellDensity::exponential;
    double const from_share = (from - shell.lower) / (shell.upper - shell.lower);
    // Seen from above: near is the upper end.
    return {k, passage.column, graded ? passage.share : layers_[k].upper_share, 1, std::max(0.0, from_share)};
}

Shells::Limb Shells::limb(double tangent_height) const {
    if (!(tangent_height >= layers_.front().lower && tangent_height < layers_.back().upper)) {
        throw BadInput("tangent height " + std::to_string(tangent_height) + " m", where_,
                       "from " + std::to_string(layers_.front().lower) + " to below " +
                           std::to_string(layers_.back().upper) + " m");
    }
    std::size_t k = 0;
    while (layers_[k].upper <= tangent_height)
        ++k;
    double const turning = shells_[k].lower + (tangent_height - layers_[k].lower);
    double const at_turning = shells_[k].refractivity_at(turning);
    Limb limb;
    limb.impact = (1 + at_turning) * turning;
    std::vector<PathSegment> upward;
    for (std::size_t i = k; i < shells_.size(); ++i)
        upward.push_back(segment(i, std::max(turning, shells_[i].lower), turning, at_turning, limb.bending));
    limb.bending *= 2;
    limb.path.segments.assign(upward.rbegin(), upward.rend());
    for (auto const& leg : upward)
        limb.path.segments.push_back(turned(leg));
    return limb;
}

Path Shells::from_surface(double zenith_angle) const {
    check_angle(zenith_angle);
    double const surface = shells_.front().lower;
    // Extended below the surface with the refractivity held, the ray would run level here.
    double const turning = surface * std::sin(zenith_angle);
    double const at_turning = shells_.front().refractivity;
    Path path;
    double bending = 0;
    for (std::size_t i = 0; i < shells_.size(); ++i)
        path.segments.push_back(turned(segment(i, shells_[i].lower, turning, at_turning, bending)));
    return path;
}

Path Shells::to_surface(double zenith_angle) const {
    Path path = from_surface(zenith_angle);
    std::reverse(path.segments.begin(), path.segments.end());
    for (auto& leg : path.segments)
        leg = turned(leg);
    path.ends_at_surface = true;
    path.surface_cosine = std::cos(zenith_angle);
    return path;
}

std::vector<double> level_densities(Profile const& profile) {
    std::vector<double> densities;
    for (std::size_t i = 0; i < profile.levels(); ++i)
        densities.push_back(number_density(profile.pressure[i], profile.temperature[i]));
    return densities;
}

}  // namespace vespa::lbl

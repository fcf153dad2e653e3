#include "occultation/sight.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "raytrace/vectors.hpp"

namespace vespa::occultation {

using raytrace::cross;
using raytrace::dot;
using raytrace::norm;
using raytrace::sum;
using raytrace::times;
using raytrace::unit;

namespace {

constexpr double pi = std::numbers::pi;
/// Rays that cut less than this share of the radius out of the sphere pass it straight.
constexpr double least_chord = 1e-4;
/// Launches lie this share of the chord below the sphere, so that rounding does not put them outside.
constexpr double below_sphere = 1e-9;

bool finite(Vector const& a) {
    return std::isfinite(a[0]) && std::isfinite(a[1]) && std::isfinite(a[2]);
}

/// Scaled so that the ellipsoid is a sphere of its equatorial radius.
Vector squashed(Vector a, raytrace::StopSurfaces const& surfaces) {
    a[2] *= surfaces.equatorial_radius_m / surfaces.polar_radius_m;
    return a;
}

/// A unit vector across `a`.
Vector any_across(Vector const& a) {
    Vector axis{};
    axis[static_cast<std::size_t>(
        std::min_element(a.begin(), a.end(), [](double x, double y) { return std::abs(x) < std::abs(y); }) -
        a.begin())] = 1;
    return unit(sum(axis, -dot(axis, a), a));
}

/// Nearest distance to the origin of the line of sight from `from` along `direction`, to `length` at most.
double nearest(Vector const& from, Vector const& direction, double length) {
    double const t = std::clamp(-dot(from, direction) / dot(direction, direction), 0.0, length);
    return norm(sum(from, t, direction));
}

}  // namespace

std::optional<CellState> Sight::defect(raytrace::StopSurfaces const& surfaces, Epoch const& epoch) {
    if (!finite(epoch.observer_m) || !finite(epoch.source)) return CellState::bad_geometry;
    if (surfaces.equatorial_radius_m > 0 &&
        norm(squashed(epoch.observer_m, surfaces)) <= surfaces.equatorial_radius_m) {
        return CellState::observer_inside_body;
    }
    if (epoch.source_at_infinity) {
        if (norm(epoch.source) == 0) return CellState::bad_geometry;
    } else if (norm(epoch.source) <= surfaces.outer_radius_m) {
        return CellState::source_inside_sphere;
    } else if (epoch.source == epoch.observer_m) {
        return CellState::bad_geometry;
    }
    return std::nullopt;
}

Sight::Sight(raytrace::StopSurfaces const& surfaces, Epoch const& epoch)
    : surfaces_(surfaces), epoch_(epoch), observer_(epoch.observer_m), distance_(norm(epoch.observer_m)) {
    axes_[0] = unit(epoch.source_at_infinity ? epoch.source : sum(epoch.source, -1, epoch.observer_m));
    double const along = dot(observer_, axes_[0]);
    Vector const away = sum(observer_, -along, axes_[0]);
    double const impact = norm(away);
    axes_[1] = impact > 1e-12 * distance_ ? times(1 / impact, away) : any_across(axes_[0]);
    axes_[2] = cross(axes_[0], axes_[1]);
    centre_angle_ = std::atan2(impact, -along);
    resolution_ = 1e-4 * body_m() / std::max(distance_, body_m());
}

double Sight::body_m() const {
    return surfaces_.equatorial_radius_m > 0 ? surfaces_.equatorial_radius_m : surfaces_.outer_radius_m;
}

Vector Sight::direction(SkyAngles const& sky) const {
    double const angle = std::hypot(sky[0], sky[1]);
    double const sinc = angle > 0 ? std::sin(angle) / angle : 1;
    return sum(sum(times(std::cos(angle), axes_[0]), sinc * sky[0], axes_[1]), sinc * sky[1], axes_[2]);
}

double Sight::solid_angle(SkyAngles const& sky) {
    double const angle = std::hypot(sky[0], sky[1]);
    return angle > 0 ? std::abs(std::sin(angle)) / angle : 1;
}

std::optional<double> Sight::entry_m(Vector const& direction) const {
    double const radius = surfaces_.outer_radius_m;
    if (distance_ < radius) return 0.0;
    double const along = -dot(observer_, direction);
    double const impact = norm(sum(observer_, along, direction));
    if (along <= 0 || impact >= radius) return std::nullopt;
    double const half_chord = std::sqrt((radius - impact) * (radius + impact));
    if (half_chord < least_chord * radius) return std::nullopt;
    return along - half_chord * (1 - below_sphere);
}

Shot Sight::straight(Vector const& direction) const {
    double const length = epoch_.source_at_infinity ? std::numeric_limits<double>::infinity()
                                                    : norm(sum(epoch_.source, -1, observer_));
    Shot shot;
    shot.position_m = observer_;
    shot.direction = direction;
    shot.closest_m = nearest(observer_, direction, length);
    shot.arrives = true;
    return shot;
}

Vector Sight::to_source(Shot const& shot) const {
    return epoch_.source_at_infinity ? axes_[0] : unit(sum(epoch_.source, -1, shot.position_m));
}

SkyAngles Sight::miss(Shot const& shot) const {
    Vector const wanted = to_source(shot);
    Vector const first = raytrace::carried(axes_[1], axes_[0], wanted);
    Vector const second = cross(wanted, first);
    double const a = dot(shot.direction, first), b = dot(shot.direction, second);
    double const across = std::hypot(a, b);
    double const factor = across > 0 ? std::atan2(across, dot(shot.direction, wanted)) / across : 1;
    return {factor * a, factor * b};
}

double Sight::distance_ratio(Shot const& shot) const {
    if (epoch_.source_at_infinity) return 1;
    return norm(sum(epoch_.source, -1, observer_)) / norm(sum(epoch_.source, -1, shot.position_m));
}

std::array<double, 2> Sight::excess_m(Shot const& shot) const {
    double const rest = epoch_.source_at_infinity ? -dot(sum(shot.position_m, -1, observer_), axes_[0])
                                                  : norm(sum(epoch_.source, -1, shot.position_m)) -
                                                        norm(sum(epoch_.source, -1, observer_));
    return {shot.group_path_m + rest, shot.phase_path_m + rest};
}

std::vector<double> Sight::fan(std::uint32_t rays) const {
    std::vector<double> angles = {0};
    double const outer = surfaces_.outer_radius_m;
    double const half = 0.5 * rays;
    if (distance_ >= outer) {
        double const edge = std::asin(outer / distance_);  // those rays pass the sphere straight
        angles.insert(angles.end(), {-edge - centre_angle_, edge - centre_angle_});
    }
    for (std::uint32_t i = 0; i < rays; ++i) {
        double const place = (i + 0.5 - half) / half;  // −1 … 1
        double const share = std::abs(place);
        // Two thirds of the rays within two radii of the body, where its ionosphere is.
        if (distance_ < outer) {
            double const inner = std::min(2 * std::asin(std::min(body_m() / distance_, 1.0)), pi);
            double const angle =
                share < 2.0 / 3 ? 1.5 * share * inner : inner + 3 * (share - 2.0 / 3) * (pi - inner);
            angles.push_back(std::remainder(std::copysign(angle, place) - centre_angle_, 2 * pi));
            continue;
        }
        double const inner = std::min(2 * body_m(), outer);
        double const impact =
            share < 2.0 / 3 ? 1.5 * share * inner : inner + 3 * (share - 2.0 / 3) * (outer - inner);
        angles.push_back(std::copysign(std::asin(std::min(impact / distance_, 1.0)), place) - centre_angle_);
    }
    std::sort(angles.begin(), angles.end());
    return angles;
}

EpochGeometry Sight::geometry() const {
    double const length = epoch_.source_at_infinity ? std::numeric_limits<double>::infinity()
                                                    : norm(sum(epoch_.source, -1, observer_));
    EpochGeometry geometry;
    geometry.impact_m = nearest(observer_, axes_[0], length);
    if (surfaces_.equatorial_radius_m > 0) {
        geometry.in_shadow = nearest(squashed(observer_, surfaces_), squashed(axes_[0], surfaces_), length) <
                             surfaces_.equatorial_radius_m;
    }
    return geometry;
}

}  // namespace vespa::occultation

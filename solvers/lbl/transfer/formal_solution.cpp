#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/transfer/formal_solution.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "lbl/transfer/segment-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

static void radiance_tiles(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                           std::span<double const> beyond, std::span<double> radiance,
                           std::span<double> transmittance) {
    auto const& legs = sight.path->segments;
    TileWavenumbers nu;
    Tile value, total, spare;
    for (std::size_t at = 0; at < wavenumber.size(); at += tile_points) {
        std::size_t const n = std::min(tile_points, wavenumber.size() - at);
        nu.load(wavenumber.data() + at, n);
        beyond.empty() ? value.fill(0) : value.load(beyond.data() + at, n);
        total.fill(0);
        for (std::size_t s = legs.size(); s-- > 0;) {
            double const* const tau = spare.at(optical_depth.row(legs[s].layer).data() + at, n);
            cross(sight, legs[s], nu, tau, value, total);
        }
        value.store(radiance.data() + at, n);
        if (transmittance.empty()) continue;
        exp_of_minus(total);
        total.store(transmittance.data() + at, n);
    }
}

static void depth_tiles(Path const& path, Rows optical_depth, std::span<double> out, bool transmittance) {
    Doubles const d;
    Tile total, spare;
    for (std::size_t at = 0; at < out.size(); at += tile_points) {
        std::size_t const n = std::min(tile_points, out.size() - at);
        total.fill(0);
        for (auto const& leg : path.segments) {
            double const* const tau = spare.at(optical_depth.row(leg.layer).data() + at, n);
            V const factor = hn::Set(d, leg.factor);
            for (std::size_t i = 0; i < tile_points; i += hn::Lanes(d))
                total.set(i, hn::MulAdd(factor, hn::LoadU(d, tau + i), total.get(i)));
        }
        if (transmittance) exp_of_minus(total);
        total.store(out.data() + at, n);
    }
}

static void slopes_tiles(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                         std::span<double const> beyond, std::span<double> radiance,
                         std::span<double> transmittance, RadianceSlopes const& slopes) {
    auto const& legs = sight.path->segments;
    std::size_t const layers = optical_depth.rows;
    TileWavenumbers nu;
    Tile total, passed, spare;
    std::vector<Tile> far(legs.size() + 1), by_depth(layers), by_level(layers + 1);
    for (std::size_t at = 0; at < wavenumber.size(); at += tile_points) {
        std::size_t const n = std::min(tile_points, wavenumber.size() - at);
        nu.load(wavenumber.data() + at, n);
        total.fill(0);
        beyond.empty() ? far.back().fill(0) : far.back().load(beyond.data() + at, n);
        for (std::size_t s = legs.size(); s-- > 0;) {
            double const* const tau = spare.at(optical_depth.row(legs[s].layer).data() + at, n);
            far[s] = far[s + 1];
            cross(sight, legs[s], nu, tau, far[s], total);
        }
        for (auto& tile : by_depth)
            tile.fill(0);
        for (auto& tile : by_level)
            tile.fill(0);
        passed.fill(1);
        for (std::size_t s = 0; s < legs.size(); ++s) {
            std::size_t const k = legs[s].layer;
            double const* const tau = spare.at(optical_depth.row(k).data() + at, n);
            add_slopes(sight, legs[s], nu.nu, tau, far[s + 1], passed, by_depth[k], by_level[k],
                       by_level[k + 1]);
        }
        far[0].store(radiance.data() + at, n);
        if (!transmittance.empty()) passed.store(transmittance.data() + at, n);
        for (std::size_t k = 0; k < layers; ++k)
            by_depth[k].store(slopes.by_optical_depth.row(k).data() + at, n);
        for (std::size_t k = 0; k <= layers; ++k)
            by_level[k].store(slopes.by_temperature.row(k).data() + at, n);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(radiance_tiles);
HWY_EXPORT(depth_tiles);
HWY_EXPORT(slopes_tiles);

static void need(bool fits, char const* what) {
    if (!fits) throw std::invalid_argument(std::string("formal solution: ") + what);
}

static void check_path(Path const& path, Rows optical_depth, std::size_t points) {
    need(optical_depth.points == points, "optical depths of other points");
    for (auto const& leg : path.segments)
        need(leg.layer < optical_depth.rows, "a path through a layer without optical depths");
}

static void check_sight(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                        std::span<double const> beyond, std::size_t radiances, std::size_t transmittances) {
    need(sight.path != nullptr, "no path");
    check_path(*sight.path, optical_depth, wavenumber.size());
    need(sight.temperature.size() == optical_depth.rows + 1, "not a temperature for each level");
    need(beyond.empty() || beyond.size() == wavenumber.size(), "radiance from beyond of other points");
    need(radiances == wavenumber.size(), "radiance of other points");
    need(transmittances == 0 || transmittances == wavenumber.size(), "transmittance of other points");
}

void radiance_along(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                    std::span<double const> beyond, std::span<double> radiance,
                    std::span<double> transmittance) {
    check_sight(sight, wavenumber, optical_depth, beyond, radiance.size(), transmittance.size());
    HWY_DYNAMIC_DISPATCH(radiance_tiles)(sight, wavenumber, optical_depth, beyond, radiance, transmittance);
}

void transmittance_along(Path const& path, Rows optical_depth, std::span<double> transmittance) {
    check_path(path, optical_depth, transmittance.size());
    HWY_DYNAMIC_DISPATCH(depth_tiles)(path, optical_depth, transmittance, true);
}

void optical_depth_along(Path const& path, Rows optical_depth, std::span<double> total) {
    check_path(path, optical_depth, total.size());
    HWY_DYNAMIC_DISPATCH(depth_tiles)(path, optical_depth, total, false);
}

void radiance_with_slopes(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                          std::span<double const> beyond, Rows depth_by_temperature,
                          std::span<double const> mean_share, std::span<double> radiance,
                          std::span<double> transmittance, RadianceSlopes const& slopes) {
    std::size_t const layers = optical_depth.rows, points = wavenumber.size();
    check_sight(sight, wavenumber, optical_depth, beyond, radiance.size(), transmittance.size());
    need(slopes.by_optical_depth.rows == layers && slopes.by_optical_depth.points == points,
         "slopes by optical depth of another shape");
    need(slopes.by_temperature.rows == layers + 1 && slopes.by_temperature.points == points,
         "slopes by temperature of another shape");
    HWY_DYNAMIC_DISPATCH(slopes_tiles)
    (sight, wavenumber, optical_depth, beyond, radiance, transmittance, slopes);
    if (depth_by_temperature.empty()) return;
    need(depth_by_temperature.rows == layers && depth_by_temperature.points == points &&
             mean_share.size() == layers,
         "temperature slopes of the optical depths of another shape");
    for (std::size_t k = 0; k < layers; ++k) {
        auto const by_depth = slopes.by_optical_depth.row(k);
        auto const depth = depth_by_temperature.row(k);
        auto const low = slopes.by_temperature.row(k), high = slopes.by_temperature.row(k + 1);
        for (std::size_t i = 0; i < points; ++i) {
            double const by_mean = by_depth[i] * depth[i];
            low[i] += (1 - mean_share[k]) * by_mean;
            high[i] += mean_share[k] * by_mean;
        }
    }
}

void abundance_slopes(Rows by_optical_depth, Rows cross_section, std::span<double const> column,
                      std::span<double const> mean_share, WritableRows by_abundance) {
    std::size_t const layers = by_optical_depth.rows, points = by_optical_depth.points;
    need(cross_section.rows == layers && cross_section.points == points, "cross sections of another shape");
    need(column.size() == layers && mean_share.size() == layers, "not a column for each layer");
    need(by_abundance.rows == layers + 1 && by_abundance.points == points, "slopes of another shape");
    std::fill_n(by_abundance.first, by_abundance.rows * points, 0.0);
    for (std::size_t k = 0; k < layers; ++k) {
        auto const by_depth = by_optical_depth.row(k), sigma = cross_section.row(k);
        auto const low = by_abundance.row(k), high = by_abundance.row(k + 1);
        double const low_column = (1 - mean_share[k]) * column[k], high_column = mean_share[k] * column[k];
        for (std::size_t i = 0; i < points; ++i) {
            low[i] += by_depth[i] * sigma[i] * low_column;
            high[i] += by_depth[i] * sigma[i] * high_column;
        }
    }
}

}  // namespace vespa::lbl
#endif

#include "drivers/raytrace/sources.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/flux_tube.hpp"

namespace vespa::raytrace_driver {

namespace {

/// Points that each send every frequency; the frequency varies fastest.
class PointSources final : public Sources {
  public:
    PointSources(std::vector<raytrace::Vector> positions, std::vector<double> frequencies)
        : positions_(std::move(positions)), frequencies_(std::move(frequencies)) {}
    std::uint64_t size() const override { return positions_.size() * frequencies_.size(); }
    Source at(std::uint64_t index) const override {
        return {positions_[index / frequencies_.size()], frequencies_[index % frequencies_.size()]};
    }

  private:
    std::vector<raytrace::Vector> positions_;
    std::vector<double> frequencies_;
};

/// A grid between two corners, x slowest, then y, z and the frequency.
class GridSources final : public Sources {
  public:
    GridSources(raytrace::Vector lower, raytrace::Vector upper, std::array<std::uint64_t, 3> counts,
                std::vector<double> frequencies)
        : lower_(lower), upper_(upper), counts_(counts), frequencies_(std::move(frequencies)) {}
    std::uint64_t size() const override { return counts_[0] * counts_[1] * counts_[2] * frequencies_.size(); }
    Source at(std::uint64_t index) const override {
        Source source{};
        source.frequency_hz = frequencies_[index % frequencies_.size()];
        std::uint64_t rest = index / frequencies_.size();
        for (std::size_t axis = 3; axis-- > 0; rest /= counts_[axis]) {
            auto const k = static_cast<double>(rest % counts_[axis]);
            auto const last = static_cast<double>(counts_[axis] - 1);
            double const fraction = last > 0 ? k / last : 0;
            source.position_m[axis] = lower_[axis] + fraction * (upper_[axis] - lower_[axis]);
        }
        return source;
    }

  private:
    raytrace::Vector lower_, upper_;
    std::array<std::uint64_t, 3> counts_;
    std::vector<double> frequencies_;
};

/// Sources found one by one.
class SourceList final : public Sources {
  public:
    explicit SourceList(std::vector<Source> sources) : sources_(std::move(sources)) {}
    std::uint64_t size() const override { return sources_.size(); }
    Source at(std::uint64_t index) const override { return sources_[index]; }

  private:
    std::vector<Source> sources_;
};

std::unique_ptr<Sources> point_sources(Settings const& settings, double unit) {
    auto const& numbers = settings.source_positions;
    if (numbers.empty() || numbers.size() % 3 != 0) {
        throw BadInput(fmt::format("{} numbers are given", numbers.size()), "--source-positions",
                       "three numbers, x, y and z, for each point");
    }
    std::vector<raytrace::Vector> positions;
    for (std::size_t i = 0; i < numbers.size(); i += 3) {
        positions.push_back({unit * numbers[i], unit * numbers[i + 1], unit * numbers[i + 2]});
    }
    return std::make_unique<PointSources>(std::move(positions), radio_driver::wave_frequencies(settings));
}

std::unique_ptr<Sources> grid_sources(Settings const& settings, double unit) {
    if (!settings.grid_lower || !settings.grid_upper || settings.grid_counts.size() != 3) {
        throw BadInput("a grid of sources is not complete", "--source grid",
                       "three numbers each for --grid-lower, --grid-upper and --grid-counts");
    }
    raytrace::Vector lower{};
    raytrace::Vector upper{};
    std::array<std::uint64_t, 3> counts{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        lower[axis] = unit * (*settings.grid_lower)[axis];
        upper[axis] = unit * (*settings.grid_upper)[axis];
        double const count = settings.grid_counts[axis];
        if (count != std::floor(count)) {
            throw BadInput(fmt::format("{} is no whole number", count), "--grid-counts", "whole numbers");
        }
        counts[axis] = static_cast<std::uint64_t>(count);
    }
    return std::make_unique<GridSources>(lower, upper, counts, radio_driver::wave_frequencies(settings));
}

std::unique_ptr<Sources> flux_tube_sources(Settings const& settings, planet::Body const& body,
                                           planet::MagneticField const& field, double unit) {
    if (settings.flux_tube_longitudes.empty()) {
        throw BadInput("no flux tube is named", "--flux-tube-longitudes",
                       "one or more east longitudes in degrees");
    }
    if (body.equatorial_radius_m == 0) {
        throw BadInput("a flux tube needs a body", "--source flux-tube", "a --body other than none");
    }
    auto const frequencies = radio_driver::wave_frequencies(settings);
    std::vector<Source> sources;
    for (double const longitude : settings.flux_tube_longitudes) {
        FluxTube const tube(field, body, settings.flux_tube_distance * unit, longitude * units::degree,
                            settings.hemisphere);
        for (double const frequency : frequencies) {
            sources.push_back(
                {tube.where_gyrofrequency_is(frequency / settings.gyrofrequency_ratio), frequency});
        }
    }
    return std::make_unique<SourceList>(std::move(sources));
}

}  // namespace

double unit_of_length(Settings const& settings, planet::Body const& body) {
    if (settings.length_unit == LengthUnit::km) return units::km;
    if (body.equatorial_radius_m == 0) {
        throw BadInput("the body \"none\" has no radius to measure lengths in", "--length-unit", "km");
    }
    return body.equatorial_radius_m;
}

std::unique_ptr<Sources> make_sources(Settings const& settings, planet::Body const& body,
                                      planet::MagneticField const& field) {
    double const unit = unit_of_length(settings, body);
    switch (settings.source) {
        case SourceKind::grid:
            return grid_sources(settings, unit);
        case SourceKind::flux_tube:
            return flux_tube_sources(settings, body, field, unit);
        default:
            return point_sources(settings, unit);
    }
}

}  // namespace vespa::raytrace_driver

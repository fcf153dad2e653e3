#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// A place that sends waves of one frequency.
struct Source {
    raytrace::Vector position_m;
    double frequency_hz;
};

/// The sources of a run, by index: a large grid needs no memory.
class Sources {
  public:
    virtual ~Sources() = default;
    virtual std::uint64_t size() const = 0;
    virtual Source at(std::uint64_t index) const = 0;
};

/// Metres in one `settings.length_unit`. \throws BadInput for radii of the body "none"
double unit_of_length(Settings const& settings, planet::Body const& body);

/// The sources that `settings` describe, for every kind but `list`. On a flux tube each frequency has its own
/// point: where gyrofrequency_ratio times the electron gyrofrequency equals it, the highest above the
/// surface. \throws BadInput where options are missing or a frequency is not met on a flux tube
std::unique_ptr<Sources> make_sources(Settings const& settings, planet::Body const& body,
                                      planet::MagneticField const& field);

}  // namespace vespa::raytrace_driver

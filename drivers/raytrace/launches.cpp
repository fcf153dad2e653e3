#include "drivers/raytrace/launches.hpp"

#include "drivers/raytrace/directions.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {

namespace {

/// Sources × modes × directions, the direction varying fastest.
class LaunchPattern final : public raytrace::LaunchSource {
  public:
    LaunchPattern(std::unique_ptr<Sources> sources, std::vector<raytrace::Mode> modes, Directions directions)
        : sources_(std::move(sources)), modes_(std::move(modes)), directions_(std::move(directions)) {}

    std::uint64_t size() const override { return sources_->size() * modes_.size() * directions_.size(); }

    raytrace::Launch at(std::uint64_t ray) const override {
        std::uint64_t const direction = ray % directions_.size();
        std::uint64_t const rest = ray / directions_.size();
        Source const source = sources_->at(rest / modes_.size());
        return {source.position_m, directions_.at(direction, source.position_m), source.frequency_hz,
                modes_[rest % modes_.size()]};
    }

  private:
    std::unique_ptr<Sources> sources_;
    std::vector<raytrace::Mode> modes_;
    Directions directions_;
};

}  // namespace

std::unique_ptr<raytrace::LaunchSource> make_launches(Settings const& settings, planet::Body const& body,
                                                      planet::MagneticField const& field) {
    return std::make_unique<LaunchPattern>(make_sources(settings, body, field),
                                           radio_driver::wave_modes(settings), Directions(settings, field));
}

}  // namespace vespa::raytrace_driver

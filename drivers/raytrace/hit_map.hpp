#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "drivers/raytrace/settings.hpp"
#include "raytrace/problem.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace_driver {

/// What is counted, and in which bins.
struct HitBins {
    struct Band {
        double lower_hz, upper_hz;  ///< equal: that frequency alone; else the upper end is not in it
    };
    double radius_m = 0;  ///< of the outer sphere
    std::uint32_t longitudes = 0, latitudes = 0;
    std::vector<Band> bands;          ///< in rising order, apart from one another
    std::uint64_t places = 1;         ///< points or flux tubes that send rays
    std::uint64_t rays_of_place = 0;  ///< rays that each sends, one place after the other
};

/// The bins that the settings ask for. Bands are those between --hit-map-edges; without them every frequency
/// of the run is one, and for a list of rays there is one band for all. \throws BadInput where there is no
/// outer sphere, the edges do not rise, or the map is too large. Local.
HitBins hit_bins_from(Settings const& settings, raytrace::Problem const& problem);

/// Counts where rays end on the outer sphere, in memory that does not grow with the rays. Numbers are
/// integers, so that their sums are the same at any number of ranks.
class HitMap final : public raytrace::RaySink {
  public:
    explicit HitMap(HitBins bins);

    void begin(std::uint64_t /*rays*/) override {}
    void wave(std::uint64_t first_ray, std::span<raytrace::RaySummary const> rays,
              std::span<std::uint32_t const> sample_counts, raytrace::SampleColumns const& samples) override;

    /// Sums over the ranks and writes the group /hit_map of README.md. \collective
    void write(parallel::Communicator const& communicator, record::Group root) const;

  private:
    using Counts = std::vector<std::uint64_t>;
    void count(std::uint64_t ray, raytrace::RaySummary const& summary);

    HitBins bins_;
    std::array<Counts, 2> hits_;   ///< by mode: [band, latitude, longitude]
    std::array<Counts, 2> flown_;  ///< by mode: [band]
    Counts zone_;                  ///< [place, band, longitude], both modes
};

/// Hands waves to several sinks, one after the other.
class Tee final : public raytrace::RaySink {
  public:
    explicit Tee(std::vector<raytrace::RaySink*> sinks) : sinks_(std::move(sinks)) {}

    void begin(std::uint64_t rays) override {
        for (auto* sink : sinks_)
            sink->begin(rays);
    }
    void wave(std::uint64_t first_ray, std::span<raytrace::RaySummary const> rays,
              std::span<std::uint32_t const> sample_counts, raytrace::SampleColumns const& samples) override {
        for (auto* sink : sinks_)
            sink->wave(first_ray, rays, sample_counts, samples);
    }

  private:
    std::vector<raytrace::RaySink*> sinks_;  ///< not owned
};

}  // namespace vespa::raytrace_driver

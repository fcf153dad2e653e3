#include "occultation/shots.hpp"

#include "core/parallel/communicator.hpp"
#include "core/parallel/transfer.hpp"
#include "core/parallel/watcher.hpp"
#include "raytrace/solve.hpp"
#include "raytrace/vectors.hpp"

namespace vespa::occultation {

namespace {

/// A flown ray, as far as it matters here.
struct Flight {
    std::uint64_t ray;
    Vector end_position_m, end_refractive_index, closest_position_m;
    double group_path_m, phase_path_m, maximum_plasma_ratio, launch_index, absorption_Np;
    raytrace::StopReason reason;
};

/// Keeps this rank's flights.
class Flights final : public raytrace::RaySink {
  public:
    void begin(std::uint64_t rays) override { mine_.reserve(rays / 2); }

    void wave(std::uint64_t first_ray, std::span<raytrace::RaySummary const> rays,
              std::span<std::uint32_t const> sample_counts, raytrace::SampleColumns const& samples) override {
        std::size_t row = 0;
        for (std::size_t i = 0; i < rays.size(); ++i) {
            auto const& ray = rays[i];
            double index = 1;
            if (sample_counts[i] > 0) {
                auto const* n = &samples.refractive_index[3 * row];
                index = raytrace::norm({n[0], n[1], n[2]});
            }
            row += sample_counts[i];
            mine_.push_back({first_ray + i, ray.end_position_m, ray.end_refractive_index,
                             ray.closest_position_m, ray.group_path_m, ray.phase_path_m,
                             ray.maximum_plasma_ratio, index, ray.along.absorption_Np, ray.stop_reason});
        }
    }

    std::vector<Flight> const& mine() const { return mine_; }

  private:
    std::vector<Flight> mine_;
};

/// Tells the solver's question on, not its progress, which is of this batch alone.
class StopOnly final : public parallel::Watcher {
  public:
    explicit StopOnly(parallel::Watcher& watcher) : watcher_(watcher) {}
    bool stop_requested() override { return watcher_.stop_requested(); }

  private:
    parallel::Watcher& watcher_;
};

bool is_evanescent(raytrace::StopReason reason) {
    return reason == raytrace::StopReason::starts_evanescent ||
           reason == raytrace::StopReason::starts_resonant;
}

Shot shot_of(Flight const& flight, double entry_m) {
    Shot shot;
    shot.position_m = flight.end_position_m;
    shot.direction = raytrace::unit(flight.end_refractive_index);
    shot.group_path_m = entry_m + flight.group_path_m;
    shot.phase_path_m = entry_m + flight.phase_path_m;
    shot.closest_m = raytrace::norm(flight.closest_position_m);
    shot.maximum_plasma_ratio = flight.maximum_plasma_ratio;
    shot.launch_index = entry_m > 0 ? 1 : flight.launch_index;
    shot.absorption_Np = flight.absorption_Np;
    shot.arrives = flight.reason == raytrace::StopReason::outer_sphere;
    shot.evanescent = is_evanescent(flight.reason);
    return shot;
}

}  // namespace

Volley fly(raytrace::Problem const& rays, std::span<Aim const> aims,
           parallel::Communicator const& communicator, parallel::Watcher& watcher) {
    Volley volley;
    volley.shots.resize(aims.size());
    std::vector<raytrace::Launch> launches;
    std::vector<std::size_t> aim_of;
    std::vector<double> entries;
    for (std::size_t i = 0; i < aims.size(); ++i) {
        auto const& aim = aims[i];
        Vector const direction = aim.sight->direction(aim.sky);
        auto const entry = aim.sight->entry_m(direction);
        if (!entry) {
            volley.shots[i] = aim.sight->straight(direction);
            continue;
        }
        launches.push_back(
            {raytrace::sum(aim.sight->observer(), *entry, direction), direction, aim.frequency_hz, aim.mode});
        aim_of.push_back(i);
        entries.push_back(*entry);
    }
    if (launches.empty()) return volley;
    volley.flown = launches.size();
    raytrace::LaunchList const list(std::move(launches));
    auto problem = rays;
    problem.launches = &list;
    Flights flights;
    StopOnly stop(watcher);
    volley.stopped = raytrace::solve(problem, communicator, stop, flights).stopped;
    for (auto const& flight : parallel::gather_everywhere(communicator, flights.mine()))
        volley.shots[aim_of[flight.ray]] = shot_of(flight, entries[flight.ray]);
    return volley;
}

}  // namespace vespa::occultation

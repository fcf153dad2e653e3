#include "occultation/solve.hpp"

#include <algorithm>
#include <utility>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "occultation/image_search.hpp"
#include "occultation/shots.hpp"

namespace vespa::occultation {

namespace {

/// Fan rays of a block of cells: enough for many ranks' lanes, little memory.
constexpr std::uint64_t rays_in_block = 1 << 17;

struct Cause {
    std::size_t cell;
    std::size_t epoch;
    double frequency_hz;
    Mode mode;
};

Cause cause_of(Problem const& problem, std::size_t cell) {
    auto const epochs = problem.epochs.size(), frequencies = problem.frequencies_hz.size();
    return {cell, cell % epochs, problem.frequencies_hz[cell / epochs % frequencies],
            problem.modes[cell / epochs / frequencies]};
}

raytrace::Problem flying(Problem const& problem, bool with_absorption) {
    auto rays = problem.rays;
    rays.sampling = {.at = raytrace::SampleAt::ends};
    rays.along = {};
    rays.along.absorption = with_absorption;
    return rays;
}

/// The epochs of a problem, as far as they can be computed.
struct Sky {
    std::vector<std::optional<Sight>> sights;
    std::vector<std::optional<CellState>> defects;
};

Sky sky_of(Problem const& problem, Result& result) {
    auto const& surfaces = problem.rays.surfaces;
    Sky sky;
    for (auto const& epoch : problem.epochs) {
        sky.defects.push_back(Sight::defect(surfaces, epoch));
        auto& sight = sky.sights.emplace_back();
        if (!sky.defects.back()) sight.emplace(surfaces, epoch);
        result.geometry.push_back(sight ? sight->geometry() : EpochGeometry{});
    }
    return sky;
}

/// One cell's search within a block.
struct Search {
    Cause cause;
    ImageSearch images;
};

class Block {
  public:
    Block(Problem const& problem, Sky const& sky, std::size_t first, std::size_t last, Result& result)
        : sky_(sky), result_(result) {
        for (auto cell = first; cell < last; ++cell) {
            auto const cause = cause_of(problem, cell);
            if (auto const defect = sky.defects[cause.epoch]) {
                result.cells[cell].state = *defect;
            } else {
                searches_.push_back({cause, ImageSearch(*sky.sights[cause.epoch], problem.fan,
                                                        problem.homing_tolerance_rad)});
            }
        }
    }

    /// What the searches want next; empty when all are over.
    std::vector<Aim> aims() const {
        return aims_at([](ImageSearch const& search) { return search.wanted(); });
    }

    /// The images that were found. \pre aims() is empty
    std::vector<Aim> images() const {
        return aims_at([](ImageSearch const& search) { return search.images(); });
    }

    void take_losses(std::span<Shot const> shots) {
        for (auto& [cause, search] : searches_) {
            auto const count = search.images().size();
            search.take_losses(shots.first(count));
            shots = shots.subspan(count);
        }
    }

    void take(std::span<Shot const> shots) {
        for (auto& [cause, images] : searches_) {
            auto const count = images.wanted().size();
            if (count == 0) continue;
            images.take(shots.first(count));
            shots = shots.subspan(count);
        }
    }

    void finish() {
        for (auto const& [cause, images] : searches_)
            result_.cells[cause.cell] = images.cell(result_.geometry[cause.epoch].in_shadow);
    }

  private:
    template <class Places>
    std::vector<Aim> aims_at(Places const& places) const {
        std::vector<Aim> aims;
        for (auto const& [cause, search] : searches_) {
            for (auto const& sky : places(search))
                aims.push_back({&*sky_.sights[cause.epoch], cause.frequency_hz, cause.mode, sky});
        }
        return aims;
    }

    Sky const& sky_;
    Result& result_;
    std::vector<Search> searches_;
};

}  // namespace

Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher) {
    check(problem);
    auto const rays = flying(problem, false), lossy_rays = flying(problem, true);
    Result result;
    auto const sky = sky_of(problem, result);
    result.cells.resize(cells(problem));
    auto const in_block = std::max<std::uint64_t>(1, rays_in_block / problem.fan);
    for (std::size_t first = 0; first < result.cells.size() && !result.stopped; first += in_block) {
        watcher.progress(first, result.cells.size());
        auto const last = std::min<std::size_t>(first + in_block, result.cells.size());
        Block block(problem, sky, first, last, result);
        auto const shoot = [&](raytrace::Problem const& with, std::vector<Aim> const& aims) {
            auto volley = fly(with, aims, communicator, watcher);
            result.rays += volley.flown;
            result.stopped = volley.stopped;
            return std::move(volley.shots);
        };
        for (auto aims = block.aims(); !aims.empty(); aims = block.aims()) {
            auto const shots = shoot(rays, aims);
            if (result.stopped) return result;
            block.take(shots);
        }
        if (problem.rays.along.absorption) {
            // Paths do not depend on it: it is found along those of the images alone.
            auto const shots = shoot(lossy_rays, block.images());
            if (result.stopped) return result;
            block.take_losses(shots);
        }
        block.finish();
        result.computed = last;
    }
    watcher.progress(result.computed, result.cells.size());
    return result;
}

}  // namespace vespa::occultation

#include "occultation/solve.hpp"

#include <algorithm>

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

raytrace::Problem flying(Problem const& problem) {
    auto rays = problem.rays;
    rays.sampling = {.at = raytrace::SampleAt::ends};
    rays.along = {};
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
        std::vector<Aim> aims;
        for (auto const& [cause, images] : searches_) {
            for (auto const& sky : images.wanted())
                aims.push_back({&*sky_.sights[cause.epoch], cause.frequency_hz, cause.mode, sky});
        }
        return aims;
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
    Sky const& sky_;
    Result& result_;
    std::vector<Search> searches_;
};

}  // namespace

Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher) {
    check(problem);
    auto const rays = flying(problem);
    Result result;
    auto const sky = sky_of(problem, result);
    result.cells.resize(cells(problem));
    auto const in_block = std::max<std::uint64_t>(1, rays_in_block / problem.fan);
    for (std::size_t first = 0; first < result.cells.size() && !result.stopped; first += in_block) {
        watcher.progress(first, result.cells.size());
        auto const last = std::min<std::size_t>(first + in_block, result.cells.size());
        Block block(problem, sky, first, last, result);
        for (auto aims = block.aims(); !aims.empty(); aims = block.aims()) {
            auto const volley = fly(rays, aims, communicator, watcher);
            result.rays += volley.flown;
            if (volley.stopped) {
                result.stopped = true;
                return result;
            }
            block.take(volley.shots);
        }
        block.finish();
        result.computed = last;
    }
    watcher.progress(result.computed, result.cells.size());
    return result;
}

}  // namespace vespa::occultation

#include "mulumesc/smoothing/smooth_abundances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/ordered_sum.hpp"
#include "core/parallel/reductions.hpp"
#include "mulumesc/smoothing/image_grid.hpp"

namespace vespa::mulumesc {

namespace {

using parallel::Communicator;

void require(bool right, std::string const& what, std::string const& allowed) {
    if (!right) throw BadInput(what, "smoothing of abundances", allowed);
}

void check(AbundanceMap const& map, SmoothingOptions const& options, std::span<double const> abundances) {
    require(options.smoothness >= 0 && std::isfinite(options.smoothness),
            "smoothness " + std::to_string(options.smoothness), "a finite number not below 0");
    require(options.tolerance > 0, "tolerance " + std::to_string(options.tolerance), "above 0");
    require(options.most_rounds >= 1, "no rounds", "one or more");
    auto const pixels = map.pixels(), m = map.endmembers;
    require(map.samples >= 1 && pixels % map.samples == 0,
            std::to_string(pixels) + " pixels in lines of " + std::to_string(map.samples), "whole lines");
    require(abundances.size() == pixels * m && map.right.size() == pixels * m &&
                map.square.size() == pixels && (pixels == 0 || map.gram.size() == m * m),
            std::to_string(abundances.size()) + " abundances", std::to_string(pixels * m));
}

/// The joint problem, between the ranks that have lines.
class Problem {
  public:
    Problem(Communicator const& communicator, Image const& image, AbundanceMap const& map,
            SmoothingOptions const& options, std::span<double> abundances)
        : communicator_(communicator),
          image_(image),
          grid_(communicator, image),
          options_(options),
          blocks_(map, image.first_line, options.smoothness, options.sum_to_one,
                  grid_.window(participation(map))),
          own_(abundances),
          part_(abundances.begin(), abundances.end()),
          gradient_(blocks_.numbers()),
          way_(blocks_.numbers()),
          trial_(blocks_.numbers()) {
        for (std::size_t i = 0; i < part_.size(); ++i)
            if (!blocks_.takes_part(i / map.endmembers)) part_[i] = 0;
    }

    void solve(parallel::Watcher& watcher, SmoothingReport& report) {
        tell(report.misfit_before, report.roughness_before);
        while (report.rounds < options_.most_rounds && !report.converged && !report.stopped) {
            double change = 0;
            for (int const colour : {0, 1})
                change = std::max(change, blocks_.sweep(colour, grid_.window(part_), part_.data()));
            report.last_change = parallel::maximum(communicator_, change);
            ++report.rounds;
            report.converged = report.last_change <= options_.tolerance;
            watcher.progress(report.rounds, options_.most_rounds);
            report.stopped = !report.converged && parallel::any(communicator_, watcher.stop_requested());
            if (!report.converged && !report.stopped) report.linear_iterations += go_along_face();
        }
        tell(report.misfit, report.roughness);
        for (std::size_t i = 0; i < part_.size(); ++i)
            if (blocks_.takes_part(i / image_.endmembers)) own_[i] = part_[i];
    }

  private:
    static std::vector<double> participation(AbundanceMap const& map) {
        std::vector<double> part(map.pixels() * map.endmembers);
        for (std::size_t i = 0; i < part.size(); ++i)
            part[i] = map.weight[i / map.endmembers] > 0;
        return part;
    }

    void tell(double& misfit, double& roughness) {
        auto const sum = [&](std::vector<double> const& lines) {
            return parallel::ordered_sum(communicator_, lines, image_.first_line, image_.lines);
        };
        misfit = sum(blocks_.misfit(part_.data()));
        roughness = sum(blocks_.roughness(grid_.window(part_)));
    }

    double product(std::vector<double> const& a, std::vector<double> const& b) { return grid_.product(a, b); }

    /// Towards the minimum over what is above 0, as far as the objective falls. \return iterations
    std::size_t go_along_face() {
        blocks_.gradient(grid_.window(part_), gradient_.data());
        blocks_.take_face(part_.data());
        blocks_.restrict(gradient_.data());
        auto const iterations = grid_.solve(blocks_, gradient_, way_);
        for (auto& number : way_)
            number = -number;
        move_along(way_);
        return iterations;
    }

    void move_along(std::vector<double> const& way) {
        curved_.resize(way.size());
        step_.resize(way.size());
        double t = 1;
        for (int attempt = 0; attempt < 8; ++attempt, t /= 2) {
            bool const bent = blocks_.project(part_.data(), way.data(), t, trial_.data());
            // All the way and nothing in it: the minimum of the face.
            if (!parallel::any(communicator_, bent)) return std::swap(part_, trial_);
            for (std::size_t i = 0; i < step_.size(); ++i)
                step_[i] = trial_[i] - part_[i];
            double const slope = product(gradient_, step_);
            blocks_.curve(grid_.window(step_), curved_.data());
            double const change = slope + 0.5 * product(step_, curved_);
            if (slope < 0 && change <= 1e-4 * slope) return std::swap(part_, trial_);
        }
        t = parallel::minimum(communicator_, blocks_.longest_step(part_.data(), way.data()));
        for (std::size_t i = 0; i < part_.size(); ++i)
            part_[i] = std::max(0.0, part_[i] + t * way[i]);
    }

    Communicator communicator_;
    Image image_;
    ImageGrid grid_;
    SmoothingOptions const& options_;
    PixelBlocks blocks_;
    std::span<double> own_;
    std::vector<double> part_, gradient_, way_, trial_, step_, curved_;
};

}  // namespace

SmoothingReport smooth_abundances(Communicator const& communicator, AbundanceMap const& map,
                                  SmoothingOptions const& options, std::span<double> abundances,
                                  parallel::Watcher& watcher) {
    parallel::in_agreement(communicator, [&] { check(map, options, abundances); });
    Image image;
    auto const own_lines = static_cast<std::uint64_t>(map.pixels() / map.samples);
    image.lines = parallel::sum(communicator, own_lines);
    image.own_lines = own_lines;
    image.first_line = parallel::sum_before(communicator, own_lines);
    image.samples = parallel::maximum(communicator, static_cast<std::uint64_t>(map.samples));
    image.endmembers = parallel::maximum(communicator, static_cast<std::uint64_t>(map.endmembers));
    auto const most = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    parallel::in_agreement(communicator, [&] {
        require(image.lines == 0 || image.samples * image.endmembers <= most / image.lines,
                std::to_string(image.lines) + " lines of " + std::to_string(image.samples) + " pixels of " +
                    std::to_string(image.endmembers) + " endmembers",
                "at most " + std::to_string(most) + " abundances");
    });
    SmoothingReport report;
    parallel::OwnedCommunicator const with_lines(communicator, own_lines > 0 ? 0 : 1, 0);
    if (own_lines > 0) Problem(with_lines.view(), image, map, options, abundances).solve(watcher, report);
    auto const everywhere = [&](auto& value) { value = parallel::maximum(communicator, value); };
    report.converged = parallel::any(communicator, report.converged || image.lines == 0);
    report.stopped = parallel::any(communicator, report.stopped);
    auto const count = [&](std::size_t& value) {
        value = parallel::maximum(communicator, static_cast<std::uint64_t>(value));
    };
    count(report.rounds);
    count(report.linear_iterations);
    for (auto* const value : {&report.last_change, &report.misfit_before, &report.misfit,
                              &report.roughness_before, &report.roughness})
        everywhere(*value);
    return report;
}

}  // namespace vespa::mulumesc

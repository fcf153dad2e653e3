#include "occultation/image_search.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "raytrace/vectors.hpp"

namespace vespa::occultation {

namespace {

/// How often the fan is made denser beside the limb and at extremes of the miss: gaps to 1/2⁸ of the first.
constexpr int densifications = 8;
constexpr double speed_of_light = 299792458;

}  // namespace

ImageSearch::ImageSearch(Sight const& sight, std::uint32_t fan, double tolerance_rad)
    : sight_(&sight), tolerance_(tolerance_rad) {
    want_fan(sight.fan(fan));
}

void ImageSearch::want_fan(std::vector<double> const& angles) {
    for (double const angle : angles)
        wanted_.push_back({angle, 0});
}

void ImageSearch::want_homing() {
    for (auto const& homing : homings_) {
        if (homing.is_over()) continue;
        auto const aims = homing.wanted();
        wanted_.insert(wanted_.end(), aims.begin(), aims.end());
    }
}

void ImageSearch::add_nodes(std::span<Shot const> shots) {
    for (std::size_t i = 0; i < shots.size(); ++i) {
        auto const miss = shots[i].arrives ? sight_->miss(shots[i]) : SkyAngles{};
        nodes_.push_back({wanted_[i][0], shots[i], miss[0], miss[1]});
    }
    std::sort(nodes_.begin(), nodes_.end(), [](Node const& a, Node const& b) { return a.angle < b.angle; });
}

bool ImageSearch::is_gap(std::size_t i) const {
    auto const& left = nodes_[i];
    auto const& right = nodes_[i + 1];
    if (right.angle - left.angle < sight_->resolution()) return false;
    if (left.shot.arrives != right.shot.arrives) return true;
    if (!left.shot.arrives || left.miss * right.miss < 0) return false;
    // An extreme of the miss near zero that the fan has not resolved hides two images.
    auto const is_extreme = [this](std::size_t k) {
        if (k == 0 || k + 1 >= nodes_.size()) return false;
        auto const &a = nodes_[k - 1], &b = nodes_[k], &c = nodes_[k + 1];
        return a.shot.arrives && b.shot.arrives && c.shot.arrives && a.miss * b.miss > 0 &&
               b.miss * c.miss > 0 && std::abs(b.miss) <= std::abs(a.miss) &&
               std::abs(b.miss) <= std::abs(c.miss);
    };
    return is_extreme(i) || is_extreme(i + 1);
}

std::vector<double> ImageSearch::gaps() const {
    std::vector<double> angles;
    for (std::size_t i = 0; i + 1 < nodes_.size(); ++i)
        if (is_gap(i)) angles.push_back(0.5 * (nodes_[i].angle + nodes_[i + 1].angle));
    return angles;
}

bool ImageSearch::hits(Node const& node) const {
    return node.shot.arrives && std::hypot(node.miss, node.miss_across) <= tolerance_;
}

std::vector<Bracket> ImageSearch::brackets() const {
    std::vector<Bracket> found;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        auto const& a = nodes_[i];
        if (hits(a)) {
            found.push_back({a.angle - sight_->resolution(), a.angle + sight_->resolution(), a.angle});
            continue;
        }
        if (i + 1 == nodes_.size() || hits(nodes_[i + 1])) continue;
        auto const& b = nodes_[i + 1];
        if (!a.shot.arrives || !b.shot.arrives) continue;
        if ((a.miss < 0) == (b.miss < 0) || std::abs(a.miss - b.miss) > std::numbers::pi) continue;
        double const share = a.miss / (a.miss - b.miss);
        // A ray sent back misses by nearly π in whatever direction: its miss turns, and does not vanish.
        if (std::abs(a.miss_across + share * (b.miss_across - a.miss_across)) > 0.5 * std::numbers::pi)
            continue;
        found.push_back({a.angle, b.angle, a.angle + share * (b.angle - a.angle)});
    }
    return found;
}

void ImageSearch::take(std::span<Shot const> shots) {
    if (homings_.empty()) {
        add_nodes(shots);
        wanted_.clear();
        if (rounds_++ < densifications) want_fan(gaps());
        if (!wanted_.empty()) return;
        for (auto const& bracket : brackets())
            homings_.emplace_back(*sight_, bracket, tolerance_);
    } else {
        for (auto& homing : homings_) {
            if (homing.is_over()) continue;
            homing.take(shots.first<Homing::shots_a_turn>());
            shots = shots.subspan(Homing::shots_a_turn);
        }
        wanted_.clear();
    }
    want_homing();
}

std::vector<Homing const*> ImageSearch::distinct() const {
    std::vector<Homing const*> images;
    for (auto const& homing : homings_) {
        bool const is_new = std::none_of(images.begin(), images.end(), [&](Homing const* other) {
            return std::hypot(homing.sky()[0] - other->sky()[0], homing.sky()[1] - other->sky()[1]) <
                   sight_->resolution();
        });
        if (homing.has_converged() && is_new) images.push_back(&homing);
    }
    return images;
}

std::vector<SkyAngles> ImageSearch::images() const {
    std::vector<SkyAngles> places;
    for (auto const* image : distinct())
        places.push_back(image->sky());
    return places;
}

void ImageSearch::take_losses(std::span<Shot const> shots) {
    for (auto const& shot : shots)
        losses_.push_back(shot.absorption_Np);
}

std::vector<ImageSearch::Image> ImageSearch::lit() const {
    std::vector<Image> images;
    for (auto const* homing : distinct()) {
        double const power = losses_.empty() ? 1 : std::exp(-2 * losses_[images.size()]);
        images.push_back({homing, power});
    }
    return images;
}

Cell ImageSearch::cell(bool in_shadow) const {
    Cell cell;
    auto const images = lit();
    cell.images = static_cast<std::int16_t>(images.size());
    cell.lost = static_cast<std::int16_t>(std::count_if(
        homings_.begin(), homings_.end(), [](Homing const& homing) { return !homing.has_converged(); }));
    cell.intensity = 0;
    if (images.empty()) {
        bool const dark =
            std::all_of(nodes_.begin(), nodes_.end(), [](Node const& node) { return node.shot.evanescent; });
        cell.state = dark            ? CellState::below_cutoff
                     : cell.lost > 0 ? CellState::unresolved
                     : in_shadow     ? CellState::behind_body
                                     : CellState::refracted_away;
        if (cell.state == CellState::unresolved) cell.intensity = Cell::none;
        return cell;
    }
    std::size_t best = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        cell.intensity += images[i].intensity();
        if (images[i].intensity() > images[best].intensity()) best = i;
    }
    auto const* const brightest = images[best].homing;
    auto const& shot = brightest->shot();
    auto const excess = sight_->excess_m(shot);
    Vector const launch = sight_->direction(brightest->sky());
    cell.state = CellState::visible;
    cell.brightest_intensity = images[best].intensity();
    if (!losses_.empty()) cell.absorption_Np = losses_[best];
    cell.bending_rad = std::atan2(raytrace::norm(raytrace::cross(launch, shot.direction)),
                                  raytrace::dot(launch, shot.direction));
    cell.displacement_rad = std::hypot(brightest->sky()[0], brightest->sky()[1]);
    cell.group_delay_s = excess[0] / speed_of_light;
    cell.phase_delay_s = excess[1] / speed_of_light;
    cell.direction = launch;
    cell.closest_m = shot.closest_m;
    cell.maximum_plasma_ratio = shot.maximum_plasma_ratio;
    return cell;
}

}  // namespace vespa::occultation

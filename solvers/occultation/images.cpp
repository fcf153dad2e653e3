#include "occultation/images.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vespa::occultation {

namespace {

constexpr int most_turns = 30;
/// Share of the sky resolution below which a step changes nothing that matters.
constexpr double idle_step = 1e-3;

double determinant(std::array<double, 4> const& m) {
    return m[0] * m[3] - m[1] * m[2];
}

}  // namespace

Homing::Homing(Sight const& sight, Bracket const& bracket, double tolerance_rad)
    : sight_(&sight),
      tolerance_(tolerance_rad),
      longest_step_(bracket.upper - bracket.lower),
      sky_{bracket.start, 0},
      last_{bracket.lower, 0},
      last_miss_(std::numeric_limits<double>::infinity()) {}

std::array<SkyAngles, Homing::shots_a_turn> Homing::wanted() const {
    double const h = sight_->resolution();
    auto const [a, b] = sky_;
    return {{{a, b}, {a - h, b}, {a + h, b}, {a, b - h}, {a, b + h}}};
}

void Homing::step_back() {
    sky_ = {0.5 * (sky_[0] + last_[0]), 0.5 * (sky_[1] + last_[1])};
    if (std::hypot(sky_[0] - last_[0], sky_[1] - last_[1]) < idle_step * sight_->resolution())
        state_ = State::lost;
}

void Homing::take_step(SkyAngles const& miss) {
    double const d = determinant(jacobian_);
    SkyAngles step = {-(jacobian_[3] * miss[0] - jacobian_[1] * miss[1]) / d,
                      -(jacobian_[0] * miss[1] - jacobian_[2] * miss[0]) / d};
    double const length = std::hypot(step[0], step[1]);
    if (!(length < std::numeric_limits<double>::infinity())) {
        state_ = State::lost;
    } else if (length <= idle_step * sight_->resolution()) {
        state_ = State::converged;
    } else {
        double const factor = std::min(1.0, longest_step_ / length);
        last_ = sky_;
        sky_ = {sky_[0] + factor * step[0], sky_[1] + factor * step[1]};
    }
}

void Homing::take(std::span<Shot const, shots_a_turn> shots) {
    bool const arrive = std::all_of(shots.begin(), shots.end(), [](Shot const& s) { return s.arrives; });
    if (++turns_ > most_turns) {
        state_ = State::lost;
        return;
    }
    if (!arrive) return step_back();
    auto const miss = sight_->miss(shots[0]);
    double const size = std::hypot(miss[0], miss[1]);
    if (size > last_miss_) return step_back();
    last_miss_ = size;
    shot_ = shots[0];
    for (std::size_t angle = 0; angle < 2; ++angle) {
        auto const before = sight_->miss(shots[1 + 2 * angle]), after = sight_->miss(shots[2 + 2 * angle]);
        for (std::size_t row = 0; row < 2; ++row)
            jacobian_[2 * row + angle] = (after[row] - before[row]) / (2 * sight_->resolution());
    }
    if (size <= tolerance_) {
        state_ = State::converged;
    } else {
        take_step(miss);
    }
}

double Homing::intensity() const {
    double const ratio = sight_->distance_ratio(shot_) * shot_.launch_index;
    return ratio * ratio * Sight::solid_angle(sky_) / std::abs(determinant(jacobian_));
}

}  // namespace vespa::occultation

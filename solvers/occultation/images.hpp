#pragma once
#include <array>
#include <span>
#include <vector>

#include "occultation/sight.hpp"

namespace vespa::occultation {

/// A place on the fan's line between whose ends the miss changes sign.
struct Bracket {
    double lower, upper;  ///< first sky angles
    double start;         ///< where the secant crosses zero
};

/// One image being homed in on: Newton's method in the two sky angles, the Jacobian by central differences,
/// steps no longer than the bracket and halved where they do not reduce the miss.
class Homing {
  public:
    static constexpr std::size_t shots_a_turn = 5;

    Homing(Sight const& sight, Bracket const& bracket, double tolerance_rad);

    bool is_over() const { return state_ != State::searching; }
    bool has_converged() const { return state_ == State::converged; }
    /// The next directions: the centre and its four neighbours. \pre not is_over()
    std::array<SkyAngles, shots_a_turn> wanted() const;
    void take(std::span<Shot const, shots_a_turn> shots);

    SkyAngles const& sky() const { return sky_; }
    Shot const& shot() const { return shot_; }
    /// Flux density over that in a vacuum (README.md, eq. 3). \pre has_converged()
    double intensity() const;

  private:
    enum class State { searching, converged, lost };
    void step_back();
    void take_step(SkyAngles const& miss);

    Sight const* sight_;
    double tolerance_, longest_step_;
    SkyAngles sky_{}, last_{};
    double last_miss_;
    std::array<double, 4> jacobian_{};  ///< d(miss)/d(sky), rows the miss
    Shot shot_{};
    int turns_ = 0;
    State state_ = State::searching;
};

}  // namespace vespa::occultation

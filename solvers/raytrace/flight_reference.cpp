#include "raytrace/flight_reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numerics/runge_kutta_reference.hpp"
#include "core/numerics/step_control.hpp"
#include "raytrace/hamiltonian_reference.hpp"
#include "raytrace/medium_batch.hpp"

namespace vespa::raytrace {
namespace {

/// One ray in flight.
class ReferenceFlight {
  public:
    ReferenceFlight(Plan const& plan, Medium const& medium, PreparedRay const& ray, Voyage& voyage)
        : plan_(plan),
          medium_(medium),
          voyage_(voyage),
          wave_(reference_wave(plan, ray.launch.frequency_hz, ray.launch.mode)),
          control_(*plan.pair) {
        auto const& x = ray.launch.position_m;
        auto const& n = ray.refractive_index;
        state_ = {x[0], x[1], x[2], n[0], n[1], n[2], 0, 0, 0};
        here_ = slopes_at(state_);
        state_[plasma_ratio] = here_.plasma_ratio;
        worst_hamiltonian_ = std::abs(here_.hamiltonian);
        voyage_.summary().maximum_plasma_ratio = here_.plasma_ratio;
        wavenumber_ = wavenumber(plan, ray.launch.frequency_hz);
        wkb_ = wkb_parameter(state_, here_.slopes);
        Vector const turning{here_.slopes[3], here_.slopes[4], here_.slopes[5]};
        double const curvature = std::sqrt(dot(turning, turning)) + 1 / plan.length_scale;
        double const first = plan.initial_step > 0
                                 ? plan.initial_step
                                 : std::pow(plan.tolerance, 1.0 / plan.pair->order) / curvature;
        step_ = std::min(first, plan.maximum_step);
    }

    void fly() {
        while (!advance()) {
        }
        RaySummary& summary = voyage_.summary();
        summary.steps = steps_;
        summary.rejected_steps = rejected_steps_;
        summary.hamiltonian_error = worst_hamiltonian_;
        summary.wkb_parameter = wkb_;
    }

  private:
    ReferenceSlopes slopes_at(RayState const& state) {
        auto const& sample = medium_(position_of(state));
        return reference_slopes(sample, state, wave_, form_at(sample, state, wave_));
    }

    /// |∇n|/(k₀n²): eq. 13 of README.md.
    double wkb_parameter(RayState const& state, RayState const& slopes) const {
        Vector const turning{slopes[3], slopes[4], slopes[5]};
        return norm(turning) / (wavenumber_ * norm(index_of(state)) * std::abs(slopes[phase_path]));
    }

    double error_of(numerics::ReferenceStep<state_size> const& trial) const {
        double const length = plan_.tolerance * plan_.length_scale;
        double const index =
            plan_.tolerance * std::max(1.0, std::sqrt(dot(index_of(state_), index_of(state_))));
        auto const mean_square = [&](RayState const& error) {
            double sum = 0;
            for (std::size_t i = 0; i < 3; ++i)
                sum += std::pow(error[i] / length, 2) + std::pow(error[3 + i] / index, 2);
            return sum / controlled_size;
        };
        return std::sqrt(numerics::combined_error_squared(*plan_.pair, mean_square(trial.error),
                                                          mean_square(trial.coarse_error)));
    }

    /// One attempt. \return whether the ray has ended
    bool advance() {
        ReferenceSlopes there{};
        std::size_t stage = 0;
        auto rhs = [&](RayState const& state, RayState& slopes) {
            ++stage;
            Vector const way = sum(position_of(state), -1, position_of(state_));
            if (norm(way) > plan_.maximum_reach) {
                slopes.fill(std::numeric_limits<double>::quiet_NaN());
                return;
            }
            auto const here = slopes_at(state);
            if (stage + 1 == plan_.pair->stages) there = here;
            slopes = here.slopes;
        };
        auto const trial =
            numerics::runge_kutta_reference_step(*plan_.pair, rhs, state_, step_, here_.slopes);
        double const error = error_of(trial);
        bool ended = false;
        if (error <= 1) {
            ended = accept(trial, there, error);
        } else {
            ++rejected_steps_;
            after_rejection_ = true;
            step_ *= numerics::factor_after_rejected(control_, error);
            if (step_ < plan_.minimum_step) {
                return fail(std::isfinite(error) ? StopReason::step_underflow : StopReason::undefined_medium);
            }
        }
        bool const exhausted = steps_ + rejected_steps_ >= static_cast<std::int64_t>(plan_.maximum_steps);
        return ended || (exhausted && fail(StopReason::maximum_steps));
    }

    bool accept(numerics::ReferenceStep<state_size> const& trial, ReferenceSlopes const& there,
                double error) {
        ++steps_;
        RayState end = trial.end;
        end[plasma_ratio] = there.plasma_ratio;
        auto const& slopes = trial.slopes;
        numerics::DenseOutput<state_size> const inside(
            *plan_.pair, state_, end, step_,
            [&](std::size_t stage, std::size_t i) { return slopes[stage][i]; });
        FlownStep const flown{group_path_,       step_,  state_, end, slopes[0], there.slopes,
                              there.hamiltonian, inside, slopes};
        worst_hamiltonian_ = std::max(worst_hamiltonian_, std::abs(there.hamiltonian));
        if (Voyage::needs_path(plan_)) voyage_.keep({group_path_, step_, inside.first<path_size>()});
        bool const ended = voyage_.advance(flown);
        if (!ended) {
            double& most = voyage_.summary().maximum_plasma_ratio;
            most = std::max(most, there.plasma_ratio);
            wkb_ = std::max(wkb_, wkb_parameter(end, there.slopes));
        }
        group_path_ += step_;
        if (state_[plasma_ratio] >= 1) wave_.mode = continued_mode(medium_(position_of(end)), end, wave_);
        state_ = end;
        here_ = there;
        double const factor = numerics::factor_after_accepted(control_, error, previous_error_);
        step_ = std::min(step_ * (after_rejection_ ? std::min(factor, 1.0) : factor), plan_.maximum_step);
        after_rejection_ = false;
        previous_error_ = error;
        return ended;
    }

    bool fail(StopReason reason) {
        voyage_.fail(reason, group_path_, state_);
        return true;
    }

    Plan const& plan_;
    MediumSampler medium_;
    Voyage& voyage_;
    ReferenceWave wave_;
    numerics::StepControl control_;
    RayState state_{};
    ReferenceSlopes here_{};
    double group_path_ = 0;
    double step_ = 0;
    double previous_error_ = 1;
    double worst_hamiltonian_ = 0;
    double wavenumber_ = 0, wkb_ = 0;
    bool after_rejection_ = false;
    std::int32_t steps_ = 0;
    std::int32_t rejected_steps_ = 0;
};

}  // namespace

bool fly_reference(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished) {
    FlightDeck deck(plan, medium, feed, finished, 1);
    PreparedRay ray;
    while (deck.board(0, ray)) {
        ReferenceFlight(plan, medium, ray, deck.voyage(0)).fly();
        deck.land(0);
        if (deck.abandoned()) return false;
    }
    return true;
}

}  // namespace vespa::raytrace

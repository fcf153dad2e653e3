#pragma once
#include <optional>

#include "raytrace/flown_step.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace {

/// Where inside a step, as a fraction of it, and why.
struct Stop {
    double theta;
    StopReason reason;
};

/// Level of the body's surface at a position: negative inside.
double body_level(Plan const& plan, Vector const& position);

/// Whether a position lies beyond the outer sphere or the box.
bool outside(Plan const& plan, Vector const& position);

/// The first of the surfaces, the path limit and the resonance limit that the step meets, found on its dense
/// output. A body that is entered and left within the step is found too, at the point of closest approach.
std::optional<Stop> first_stop(Plan const& plan, FlownStep const& step,
                               numerics::DenseOutput<state_size> const& inside);

/// Fraction at which the step is nearest to the origin, if that is inside the step.
std::optional<double> closest_approach(FlownStep const& step,
                                       numerics::DenseOutput<state_size> const& inside);

/// A maximum of X inside a step.
struct Turning {
    double theta;
    double plasma_ratio;  ///< X there, on the dense output
};

/// The maximum of X inside the step if its rate changes from positive to not positive.
std::optional<Turning> turning_point(FlownStep const& step, numerics::DenseOutput<state_size> const& inside);

}  // namespace vespa::raytrace

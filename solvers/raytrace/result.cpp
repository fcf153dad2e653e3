#include "raytrace/result.hpp"

namespace vespa::raytrace {

static constexpr StopReasonMeaning meanings[] = {
    {StopReason::not_flown, "not_flown", "the run was stopped on request before this ray was finished"},
    {StopReason::body, "body", "reached the surface of the body"},
    {StopReason::outer_sphere, "outer_sphere", "left the outer sphere"},
    {StopReason::box, "box", "left the box"},
    {StopReason::maximum_path, "maximum_path", "reached the greatest path length"},
    {StopReason::resonance, "resonance",
     "the refractive index exceeded its limit: the wave is at a resonance"},
    {StopReason::maximum_steps, "maximum_steps", "took as many steps as allowed"},
    {StopReason::step_underflow, "step_underflow",
     "no step was short enough for the tolerance: the medium is discontinuous here, or the wave at a "
     "resonance"},
    {StopReason::undefined_medium, "undefined_medium", "met a density or field that is not a finite number"},
    {StopReason::dispersion_lost, "dispersion_lost",
     "its state left the dispersion surface: an unresolved jump of the medium, or a change of mode"},
    {StopReason::starts_inside_body, "starts_inside_body", "launched inside the body"},
    {StopReason::starts_outside, "starts_outside", "launched outside the outer sphere or the box"},
    {StopReason::starts_evanescent, "starts_evanescent",
     "no wave of this mode propagates at the launch: its refractive index squared is not positive"},
    {StopReason::starts_resonant, "starts_resonant", "the refractive index at the launch exceeds its limit"},
    {StopReason::starts_undefined, "starts_undefined",
     "density or field at the launch are not finite numbers"},
    {StopReason::bad_position, "bad_position", "the launch position is not finite"},
    {StopReason::bad_direction, "bad_direction", "the launch direction is zero or not finite"},
    {StopReason::bad_frequency, "bad_frequency", "the frequency is not a positive finite number"},
    {StopReason::bad_mode, "bad_mode", "the mode is neither the ordinary nor the extraordinary wave"},
};
static_assert(std::size(meanings) == stop_reason_count);

std::span<StopReasonMeaning const> stop_reasons() {
    return meanings;
}

std::string stop_reason_meanings() {
    std::string text;
    for (auto const& meaning : meanings) {
        if (!text.empty()) text += '\n';
        text += std::to_string(static_cast<int>(meaning.reason));
        text += ' ';
        text += meaning.name;
        text += ": ";
        text += meaning.explanation;
    }
    return text;
}

}  // namespace vespa::raytrace

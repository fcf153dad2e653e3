#include "occultation/result.hpp"

#include <fmt/format.h>

#include <array>

namespace vespa::occultation {

std::span<CellMeaning const> cell_states() {
    static constexpr std::array<CellMeaning, 9> states = {{
        {CellState::not_computed, "not_computed", "the run was stopped before"},
        {CellState::visible, "visible", "at least one ray joins observer and source"},
        {CellState::behind_body, "behind_body",
         "no ray was found, and the body cuts the straight line of sight"},
        {CellState::refracted_away, "refracted_away",
         "no ray was found, though the body leaves the straight line of sight free"},
        {CellState::below_cutoff, "below_cutoff", "the wave does not propagate at the observer"},
        {CellState::unresolved, "unresolved", "there is an image, but no ray was homed in on it"},
        {CellState::bad_geometry, "bad_geometry",
         "positions that are no numbers, or no direction to the source"},
        {CellState::observer_inside_body, "observer_inside_body", "the observer is inside the body"},
        {CellState::source_inside_sphere, "source_inside_sphere",
         "the source is inside the sphere that holds the medium"},
    }};
    return states;
}

std::string cell_state_meanings() {
    std::string text;
    for (auto const& [state, name, explanation] : cell_states())
        text += fmt::format("{} {}: {}\n", static_cast<int>(state), name, explanation);
    text.pop_back();
    return text;
}

}  // namespace vespa::occultation

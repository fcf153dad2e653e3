// The lane code of the ray equations behind a plain function.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solvers/raytrace/hamiltonian_lanes.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"
//
#include "raytrace/hamiltonian-inl.hpp"
#include "solvers/raytrace/hamiltonian_lanes.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// A vector of one value of each of the states.
template <class Value>
HWY_INLINE V gathered(LaneState const* states, Value const& value) {
    HWY_ALIGN double row[hn::MaxLanes(Doubles())];
    for (std::size_t lane = 0; lane < hn::Lanes(Doubles()); ++lane)
        row[lane] = value(states[lane]);
    return hn::Load(Doubles(), row);
}

template <class Member>
HWY_INLINE Triple triple(LaneState const* states, Member const& member) {
    return {gathered(states, [&](LaneState const& s) { return member(s)[0]; }),
            gathered(states, [&](LaneState const& s) { return member(s)[1]; }),
            gathered(states, [&](LaneState const& s) { return member(s)[2]; })};
}

static void slopes_of_vector(LaneState* states) {
    Doubles const d;
    LocalMedia<1> medium;
    medium.plasma[0].density = gathered(states, [](LaneState const& s) { return s.medium.density_m3; });
    medium.plasma[0].gradient = triple(states, [](LaneState const& s) { return s.medium.density_gradient; });
    medium.field[0].b = triple(states, [](LaneState const& s) { return s.medium.magnetic_field_T; });
    medium.field[0].db_dx =
        triple(states, [](LaneState const& s) { return s.medium.magnetic_field_gradient[0]; });
    medium.field[0].db_dy =
        triple(states, [](LaneState const& s) { return s.medium.magnetic_field_gradient[1]; });
    medium.field[0].db_dz =
        triple(states, [](LaneState const& s) { return s.medium.magnetic_field_gradient[2]; });
    Waves wave[1];
    Waves& waves = wave[0];
    waves.plasma = gathered(states, [](LaneState const& s) { return s.wave.plasma_factor; });
    waves.gyro = gathered(states, [](LaneState const& s) { return s.wave.gyro_factor; });
    waves.ordinary =
        hn::Gt(gathered(states, [](LaneState const& s) { return s.wave.mode == Mode::ordinary ? 1.0 : 0.0; }),
               hn::Zero(d));
    V rows[state_size + 2];
    Slopes slopes;
    Slopes* const to[1] = {&slopes};
    Triple const index[1] = {triple(states, [](LaneState const& s) { return index_of(s.state); })};
    Watched watched[1];
    ray_slopes(medium, index, wave, to, watched);
    for (std::size_t i = 0; i < state_size; ++i)
        rows[i] = slopes[i];
    rows[state_size] = watched[0].plasma_ratio;
    rows[state_size + 1] = watched[0].hamiltonian;
    HWY_ALIGN double row[hn::MaxLanes(Doubles())];
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        hn::Store(rows[i], d, row);
        for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane) {
            auto& result = states[lane].result;
            double& value = i < state_size    ? result.slopes[i]
                            : i == state_size ? result.plasma_ratio
                                              : result.hamiltonian;
            value = row[lane];
        }
    }
}

static void slopes_of_all(std::vector<LaneState>& states) {
    std::size_t const width = hn::Lanes(Doubles());
    for (std::size_t first = 0; first + width <= states.size(); first += width)
        slopes_of_vector(&states[first]);
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::raytrace {
HWY_EXPORT(slopes_of_all);
void slopes_in_lanes(std::vector<LaneState>& states) {
    HWY_DYNAMIC_DISPATCH(slopes_of_all)(states);
}
}  // namespace vespa::raytrace
#endif

// Electron density over lanes: one point a lane. Include from lane code; see core/simd/foreach_target.hpp.
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/disc-inl.hpp"
#include "planet/plasma/divine_garrett-inl.hpp"
#include "planet/plasma/field_aligned-inl.hpp"
#include "planet/plasma/gridded_density-inl.hpp"
#include "planet/plasma/io_torus-inl.hpp"
#include "planet/plasma/layers-inl.hpp"
#include "planet/plasma/plasma.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_DENSITY_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#undef VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#else
#define VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#endif

#include <utility>
#include <variant>

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

HWY_INLINE void add_density(UniformDensity const& model, Triple const&, DensitySample& sum) {
    sum.density = hn::Add(sum.density, all(model.density));
}

/// Any model of one coordinate.
template <class Layer>
HWY_INLINE void add_density(Layer const& layer, Triple const& position, DensitySample& sum) {
    Coordinate const c = coordinate(layer.geometry, position);
    Slope const n = profile(layer, c.s);
    sum.density = hn::Add(sum.density, n.value);
    sum.gradient = plus_scaled(sum.gradient, n.derivative, c.gradient);
}

/// Adds the alternative the variant holds; the fold is a switch over all of them.
template <std::size_t... index>
HWY_INLINE void add_model(std::index_sequence<index...>, DensityModel const& model, Triple const& position,
                          DensitySample& sum) {
    (void)((model.index() == index && (add_density(*std::get_if<index>(&model), position, sum), true)) ||
           ...);
}

/// Density and gradient at `position` (m, body frame) of the plasma's models, added in their order. A lane's
/// result depends on that lane's position alone; it is zero in a vacuum, and finite wherever the position is
/// within 1e30 m, except that a gridded density is NaN farther than a cell outside its grid.
HWY_INLINE void evaluate_density(Plasma const& plasma, Triple const& position, DensitySample& out) {
    V const zero = hn::Zero(Doubles());
    out = {zero, {zero, zero, zero}};
    for (auto const& model : plasma.models()) {
        add_model(std::make_index_sequence<std::variant_size_v<DensityModel>>(), model, position, out);
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

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

/// Any model, one vector after the other.
template <class Model, std::size_t K>
HWY_INLINE void add_densities(Model const& model, Triple const (&position)[K], DensitySample (&sum)[K]) {
    for (std::size_t k = 0; k < K; ++k)
        add_density(model, position[k], sum[k]);
}

/// Any model of one coordinate, the vectors together.
template <class Layer, std::size_t K>
requires requires(Layer const& layer) {
    layer.geometry;
}
HWY_INLINE void add_densities(Layer const& layer, Triple const (&position)[K], DensitySample (&sum)[K]) {
    Coordinate c[K];
    Slope n[K];
    for (std::size_t k = 0; k < K; ++k)
        c[k] = coordinate(layer.geometry, position[k]);
    profiles(layer, c, n);
    for (std::size_t k = 0; k < K; ++k) {
        sum[k].density = hn::Add(sum[k].density, n[k].value);
        sum[k].gradient = plus_scaled(sum[k].gradient, n[k].derivative, c[k].gradient);
    }
}

/// Adds the alternative the variant holds; the fold is a switch over all of them.
template <std::size_t... index, std::size_t K>
HWY_INLINE void add_model(std::index_sequence<index...>, DensityModel const& model,
                          Triple const (&position)[K], DensitySample (&sum)[K]) {
    (void)((model.index() == index && (add_densities(*std::get_if<index>(&model), position, sum), true)) ||
           ...);
}

/// Density and gradient at vectors of positions (m, body frame) of the plasma's models, added in their order.
/// A lane's result depends on that lane's position alone; it is zero in a vacuum, and finite wherever the
/// position is within 1e30 m, except that a gridded density is NaN farther than a cell outside its grid.
template <std::size_t K>
HWY_INLINE void evaluate_density(Plasma const& plasma, Triple const (&position)[K], DensitySample (&out)[K]) {
    V const zero = hn::Zero(Doubles());
    for (auto& sample : out)
        sample = {zero, {zero, zero, zero}};
    for (auto const& model : plasma.models()) {
        add_model(std::make_index_sequence<std::variant_size_v<DensityModel>>(), model, position, out);
    }
}

/// At one vector of positions.
HWY_INLINE void evaluate_density(Plasma const& plasma, Triple const& position, DensitySample& out) {
    Triple const positions[1] = {position};
    DensitySample samples[1];
    evaluate_density(plasma, positions, samples);
    out = samples[0];
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

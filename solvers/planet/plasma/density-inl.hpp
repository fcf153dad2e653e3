// Electron density over lanes: one point a lane. Include from lane code; see core/simd/foreach_target.hpp.
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/layers-inl.hpp"
#include "planet/plasma/plasma.hpp"

#if defined(VESPA_PLANET_PLASMA_DENSITY_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#undef VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#else
#define VESPA_PLANET_PLASMA_DENSITY_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

struct DensitySample {
    V density;        ///< m⁻³
    Triple gradient;  ///< m⁻⁴
};

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

/// Model number `index` of the variant, known at compile time.
template <std::size_t index>
HWY_INLINE void add_alternative(DensityModel const& model, Triple const& position, DensitySample& sum) {
    add_density(*std::get_if<index>(&model), position, sum);
}

/// Density and gradient at `position` (m, body frame) of the plasma's models, added in their order. A lane's
/// result depends on that lane's position alone; it is finite wherever the position is, and zero in a vacuum.
HWY_INLINE void evaluate_density(Plasma const& plasma, Triple const& position, DensitySample& out) {
    V const zero = hn::Zero(Doubles());
    out = {zero, {zero, zero, zero}};
    for (auto const& model : plasma.models()) {
        static_assert(std::variant_size_v<DensityModel> == 9, "each model has its case below");
        switch (model.index()) {
            case 0:
                add_alternative<0>(model, position, out);
                break;
            case 1:
                add_alternative<1>(model, position, out);
                break;
            case 2:
                add_alternative<2>(model, position, out);
                break;
            case 3:
                add_alternative<3>(model, position, out);
                break;
            case 4:
                add_alternative<4>(model, position, out);
                break;
            case 5:
                add_alternative<5>(model, position, out);
                break;
            case 6:
                add_alternative<6>(model, position, out);
                break;
            case 7:
                add_alternative<7>(model, position, out);
                break;
            case 8:
                add_alternative<8>(model, position, out);
                break;
        }
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

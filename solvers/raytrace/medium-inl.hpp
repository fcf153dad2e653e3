// The medium in lanes: models of planet/, or a formula called point by point. Included once per instruction
// set.
#include "planet/magnetic_field/field-inl.hpp"
#include "planet/plasma/density-inl.hpp"
#include "raytrace/hamiltonian-inl.hpp"
#include "raytrace/medium.hpp"

#if defined(VESPA_RAYTRACE_MEDIUM_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_MEDIUM_INL_HPP
#undef VESPA_RAYTRACE_MEDIUM_INL_HPP
#else
#define VESPA_RAYTRACE_MEDIUM_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// Field and plasma models of planet/, at several vectors of positions at once.
struct PlanetMedium {
    planet::MagneticField const& field;
    planet::Plasma const& plasma;

    template <std::size_t vectors>
    HWY_INLINE void evaluate(Triple const (&position)[vectors], LocalMedia<vectors>& out) const {
        for (std::size_t v = 0; v < vectors; ++v)
            planet::HWY_NAMESPACE::evaluate_field(field, position[v], out.field[v]);
        for (std::size_t v = 0; v < vectors; ++v)
            planet::HWY_NAMESPACE::evaluate_density(plasma, position[v], out.plasma[v]);
    }
};

/// A formula of the caller's.
struct FormulaMedium {
    MediumFormula const& formula;

    template <std::size_t vectors>
    HWY_INLINE void evaluate(Triple const (&position)[vectors], LocalMedia<vectors>& out) const {
        for (std::size_t v = 0; v < vectors; ++v)
            evaluate_vector(position[v], out.field[v], out.plasma[v]);
    }

  private:
    HWY_NOINLINE void evaluate_vector(Triple const& position, FieldSample& field,
                                      DensitySample& plasma) const {
        Doubles const d;
        constexpr std::size_t width = hn::MaxLanes(Doubles());
        HWY_ALIGN double x[3][width];
        hn::Store(position.x, d, x[0]);
        hn::Store(position.y, d, x[1]);
        hn::Store(position.z, d, x[2]);
        HWY_ALIGN double value[16][width];
        for (std::size_t lane = 0; lane < width; ++lane) {
            MediumSample sample;
            formula.evaluate({x[0][lane], x[1][lane], x[2][lane]}, sample);
            value[0][lane] = sample.density_m3;
            for (std::size_t i = 0; i < 3; ++i) {
                value[1 + i][lane] = sample.density_gradient[i];
                value[4 + i][lane] = sample.magnetic_field_T[i];
                for (std::size_t j = 0; j < 3; ++j)
                    value[7 + 3 * j + i][lane] = sample.magnetic_field_gradient[j][i];
            }
        }
        plasma = {hn::Load(d, value[0]), load(value + 1)};
        field = {load(value + 4), load(value + 7), load(value + 10), load(value + 13)};
    }

    template <std::size_t width>
    static HWY_INLINE Triple load(double const (*rows)[width]) {
        Doubles const d;
        return {hn::Load(d, rows[0]), hn::Load(d, rows[1]), hn::Load(d, rows[2])};
    }
};

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

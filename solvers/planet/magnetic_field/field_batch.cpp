#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "planet/magnetic_field/field_batch.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "planet/magnetic_field/field-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

// The points from `first` on, as many as there are lanes; past the last point the last one is repeated.
static Triple load_positions(PositionArrays const& p, std::size_t first) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d), n = p.x.size();
    if (first + lanes <= n) {
        return {hn::LoadU(d, &p.x[first]), hn::LoadU(d, &p.y[first]), hn::LoadU(d, &p.z[first])};
    }
    HWY_ALIGN double x[HWY_MAX_BYTES / 8], y[HWY_MAX_BYTES / 8], z[HWY_MAX_BYTES / 8];
    for (std::size_t k = 0; k < lanes; ++k) {
        std::size_t const i = std::min(first + k, n - 1);
        x[k] = p.x[i], y[k] = p.y[i], z[k] = p.z[i];
    }
    return {hn::Load(d, x), hn::Load(d, y), hn::Load(d, z)};
}

static void store(V v, std::span<double> to, std::size_t first) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    if (first + lanes <= to.size()) return hn::StoreU(v, d, &to[first]);
    if (first >= to.size()) return;
    HWY_ALIGN double part[HWY_MAX_BYTES / 8];
    hn::Store(v, d, part);
    std::copy_n(part, to.size() - first, to.begin() + static_cast<std::ptrdiff_t>(first));
}

static void store(Triple const& v, VectorArrays const& to, std::size_t first) {
    store(v.x, to.x, first);
    store(v.y, to.y, first);
    store(v.z, to.z, first);
}

// Vectors of points side by side: what the registers of the instruction set hold the sums of.
#if HWY_TARGET == HWY_AVX3
constexpr int together = 4;
#else
constexpr int together = 2;
#endif

static void batch_field(MagneticField const& field, PositionArrays const& positions,
                        VectorArrays const& out) {
    std::size_t const lanes = hn::Lanes(Doubles());
    for (std::size_t i = 0; i < positions.x.size(); i += together * lanes) {
        Triple at[together], b[together];
        for (std::size_t k = 0; k < together; ++k)
            at[k] = load_positions(positions, i + k * lanes);
        evaluate_field<together>(field, at, b);
        for (std::size_t k = 0; k < together; ++k)
            store(b[k], out, i + k * lanes);
    }
}

static void batch_gradient(MagneticField const& field, PositionArrays const& positions,
                           FieldArrays const& out) {
    for (std::size_t i = 0; i < positions.x.size(); i += hn::Lanes(Doubles())) {
        FieldSample sample;
        evaluate_field(field, load_positions(positions, i), sample);
        store(sample.b, out.b, i);
        store(sample.db_dx, out.db_dx, i);
        store(sample.db_dy, out.db_dy, i);
        store(sample.db_dz, out.db_dz, i);
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <stdexcept>

namespace vespa::planet {

HWY_EXPORT(batch_field);
HWY_EXPORT(batch_gradient);

static void require_length(VectorArrays const& v, std::size_t n) {
    if (v.x.size() != n || v.y.size() != n || v.z.size() != n) {
        throw std::invalid_argument("the arrays of a magnetic field's batch differ in length");
    }
}

static void require_length(PositionArrays const& p, std::size_t n) {
    if (p.x.size() != n || p.y.size() != n || p.z.size() != n) {
        throw std::invalid_argument("the arrays of a magnetic field's batch differ in length");
    }
}

void MagneticField::evaluate(PositionArrays const& positions, VectorArrays const& b) const {
    require_length(positions, positions.x.size());
    require_length(b, positions.x.size());
    HWY_DYNAMIC_DISPATCH(batch_field)(*this, positions, b);
}

void MagneticField::evaluate(PositionArrays const& positions, FieldArrays const& field) const {
    require_length(positions, positions.x.size());
    for (auto const* part : {&field.b, &field.db_dx, &field.db_dy, &field.db_dz})
        require_length(*part, positions.x.size());
    HWY_DYNAMIC_DISPATCH(batch_gradient)(*this, positions, field);
}

}  // namespace vespa::planet
#endif

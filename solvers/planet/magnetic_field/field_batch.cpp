#include <algorithm>
#include <array>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "planet/magnetic_field/field_batch.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "planet/magnetic_field/field-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

constexpr std::size_t lanes = HWY_MAX_BYTES / sizeof(double);
// Vectors of points evaluated together.
constexpr std::size_t together = 4, block = together * lanes;

HWY_INLINE Triple load(std::array<double const*, 3> const& at, std::size_t i) {
    Doubles const d;
    return {hn::LoadU(d, at[0] + i), hn::LoadU(d, at[1] + i), hn::LoadU(d, at[2] + i)};
}

HWY_INLINE void store(Triple const& v, double* const* to, std::size_t i) {
    Doubles const d;
    hn::StoreU(v.x, d, to[0] + i);
    hn::StoreU(v.y, d, to[1] + i);
    hn::StoreU(v.z, d, to[2] + i);
}

/// B at the points i … i + block − 1.
struct FieldBlock {
    static constexpr std::size_t outputs = 3;

    static HWY_INLINE void evaluate(MagneticField const& field, std::array<double const*, 3> const& at,
                                    std::array<double*, outputs> const& out, std::size_t i) {
        Triple positions[together], b[together];
        for (std::size_t k = 0; k < together; ++k)
            positions[k] = load(at, i + k * lanes);
        evaluate_field<together>(field, positions, b);
        for (std::size_t k = 0; k < together; ++k)
            store(b[k], out.data(), i + k * lanes);
    }
};

/// B and its gradient at the points i … i + block − 1.
struct GradientBlock {
    static constexpr std::size_t outputs = 12;

    static HWY_INLINE void evaluate(MagneticField const& field, std::array<double const*, 3> const& at,
                                    std::array<double*, outputs> const& out, std::size_t i) {
        for (std::size_t k = i; k < i + block; k += lanes) {
            FieldSample sample;
            evaluate_field(field, load(at, k), sample);
            store(sample.b, &out[0], k);
            store(sample.db_dx, &out[3], k);
            store(sample.db_dy, &out[6], k);
            store(sample.db_dz, &out[9], k);
        }
    }
};

/// Evaluates block after block; the last one is filled up with copies of the last point.
template <class Block>
HWY_INLINE void evaluate_blocks(MagneticField const& field, std::array<double const*, 3> const& at,
                                std::array<double*, Block::outputs> const& out, std::size_t n) {
    double rest_at[3][block], rest_out[Block::outputs][block];
    std::array<double const*, 3> const from = {rest_at[0], rest_at[1], rest_at[2]};
    std::array<double*, Block::outputs> to;
    for (std::size_t c = 0; c < Block::outputs; ++c)
        to[c] = rest_out[c];
    for (std::size_t i = 0; i < n; i += block) {
        if (i + block <= n) {
            Block::evaluate(field, at, out, i);
            continue;
        }
        for (std::size_t k = 0; k < block; ++k) {
            for (std::size_t c = 0; c < 3; ++c)
                rest_at[c][k] = at[c][std::min(i + k, n - 1)];
        }
        Block::evaluate(field, from, to, 0);
        for (std::size_t c = 0; c < Block::outputs; ++c)
            std::copy_n(to[c], n - i, out[c] + i);
    }
}

static void batch_field(MagneticField const& field, PositionArrays const& p, VectorArrays const& b) {
    evaluate_blocks<FieldBlock>(field, {p.x.data(), p.y.data(), p.z.data()},
                                {b.x.data(), b.y.data(), b.z.data()}, p.x.size());
}

static void batch_gradient(MagneticField const& field, PositionArrays const& p, FieldArrays const& out) {
    std::array<double*, GradientBlock::outputs> to;
    std::size_t c = 0;
    for (auto const* v : {&out.b, &out.db_dx, &out.db_dy, &out.db_dz}) {
        to[c++] = v->x.data();
        to[c++] = v->y.data();
        to[c++] = v->z.data();
    }
    evaluate_blocks<GradientBlock>(field, {p.x.data(), p.y.data(), p.z.data()}, to, p.x.size());
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

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/lines/layer/line_kernel.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"
//
#include <algorithm>

#include "lbl/lines/constants.hpp"
#include "lbl/lines/layer/line_kernel.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

constexpr std::size_t most_lanes = HWY_MAX_BYTES / sizeof(double);

/// 1 - e where e = exp(-x), by its series where the difference would cancel: to 1e-13.
HWY_INLINE V one_less(V e, V x) {
    Doubles const d;
    auto series = hn::MulAdd(x, hn::Set(d, -1.0 / 24), hn::Set(d, 1.0 / 6));
    series = hn::MulAdd(series, x, hn::Set(d, -0.5));
    series = hn::MulAdd(series, x, hn::Set(d, 1.0));
    return hn::IfThenElse(hn::Lt(x, hn::Set(d, 1e-3)), hn::Mul(series, x), hn::Sub(hn::Set(d, 1.0), e));
}

/// What a layer is to all vectors of lines.
struct Layer {
    V c2_over_t, c2_beta_change, over_t;
};

struct Factors {
    V log_factor, doppler, partition_slope;
};

template <bool wants_slope>
HWY_INLINE void one_vector(Layer const& layer, Factors const& factors, double const* position,
                           double const* log_strength, double const* energy, double* strength,
                           double* doppler, double* slope) {
    Doubles const d;
    auto const nu = hn::LoadU(d, position);
    auto const e = hn::LoadU(d, energy);
    auto const exponent =
        hn::NegMulAdd(layer.c2_beta_change, e, hn::Add(hn::LoadU(d, log_strength), factors.log_factor));
    auto const x = hn::Mul(layer.c2_over_t, nu);
    // Beyond 40, 1 - exp(-x) is 1 to the last bit.
    auto boltzmann = hn::Zero(d), emission = hn::Set(d, 1.0);
    if (!hn::AllTrue(d, hn::Gt(x, hn::Set(d, 40.0)))) {
        boltzmann = hn::Exp(d, hn::Neg(x));
        emission = one_less(boltzmann, x);
    }
    hn::StoreU(hn::Mul(hn::Exp(d, exponent), emission), d, strength);
    hn::StoreU(hn::Mul(nu, factors.doppler), d, doppler);
    if constexpr (wants_slope) {
        auto const induced = hn::Div(hn::Mul(x, boltzmann), emission);
        auto const thermal = hn::MulSub(layer.c2_over_t, e, induced);
        hn::StoreU(hn::MulSub(thermal, layer.over_t, factors.partition_slope), d, slope);
    }
}

template <bool wants_slope>
HWY_INLINE void strengths_of(StrengthTask const& task) {
    Doubles const d;
    std::size_t const n = hn::Lanes(d);
    double const t = task.temperature;
    Layer const layer{hn::Set(d, second_radiation_constant / t),
                      hn::Set(d, second_radiation_constant * (1 / t - 1 / list_temperature)),
                      hn::Set(d, 1 / t)};
    auto const& f = *task.factors;
    bool const one_isotopologue = f.log_factor.size() == 1;
    Factors factors{hn::Set(d, f.log_factor[0]), hn::Set(d, f.doppler[0]), hn::Set(d, f.partition_slope[0])};
    double lane[3][most_lanes];
    double in[3][most_lanes] = {}, out[3][most_lanes];
    for (std::size_t i = 0; i < task.count; i += n) {
        auto const left = std::min(n, task.count - i);
        if (!one_isotopologue) {
            for (std::size_t k = 0; k < n; ++k) {
                auto const which = task.isotopologue[std::min(i + k, task.count - 1)];
                lane[0][k] = f.log_factor[which];
                lane[1][k] = f.doppler[which];
                lane[2][k] = f.partition_slope[which];
            }
            factors = {hn::LoadU(d, lane[0]), hn::LoadU(d, lane[1]), hn::LoadU(d, lane[2])};
        }
        if (left == n) {
            one_vector<wants_slope>(layer, factors, task.position + i, task.log_strength + i,
                                    task.lower_energy + i, task.strength + i, task.doppler + i,
                                    wants_slope ? task.slope + i : nullptr);
            continue;
        }
        // The last lines, in a vector filled up with the last of them.
        for (std::size_t k = 0; k < n; ++k) {
            auto const j = std::min(i + k, task.count - 1);
            in[0][k] = task.position[j];
            in[1][k] = task.log_strength[j];
            in[2][k] = task.lower_energy[j];
        }
        one_vector<wants_slope>(layer, factors, in[0], in[1], in[2], out[0], out[1], out[2]);
        std::copy_n(out[0], left, task.strength + i);
        std::copy_n(out[1], left, task.doppler + i);
        if (wants_slope) std::copy_n(out[2], left, task.slope + i);
    }
}

static void strengths(StrengthTask const& task) {
    task.slope ? strengths_of<true>(task) : strengths_of<false>(task);
}

static void add_widths(WidthTask const& task) {
    Doubles const d;
    std::size_t const n = hn::Lanes(d);
    auto const p = hn::Set(d, task.pressure), cooling = hn::Set(d, task.log_cooling);
    double in[2][most_lanes] = {}, out[most_lanes];
    for (std::size_t i = 0; i < task.count; i += n) {
        auto const left = std::min(n, task.count - i);
        std::copy_n(task.gamma + i, left, in[0]);
        std::copy_n(task.exponent + i, left, in[1]);
        auto const exponent = hn::LoadU(d, in[1]);
        auto const width = hn::Mul(hn::Mul(p, hn::LoadU(d, in[0])), hn::Exp(d, hn::Mul(exponent, cooling)));
        hn::StoreU(width, d, out);
        for (std::size_t k = 0; k < left; ++k)
            task.width[i + k] += out[k];
        if (!task.moment) continue;
        hn::StoreU(hn::Mul(width, exponent), d, out);
        for (std::size_t k = 0; k < left; ++k)
            task.moment[i + k] += out[k];
    }
}

HWY_INLINE V gathered(double const* values, std::uint32_t const* index) {
    Doubles const d;
    hn::RebindToSigned<Doubles> const d64;
    hn::Rebind<std::int32_t, Doubles> const d32;
    // Fewer than 2^24 sets: the numbers are the same as signed ones.
    auto const places = hn::PromoteTo(d64, hn::LoadU(d32, reinterpret_cast<std::int32_t const*>(index)));
    return hn::GatherIndex(d, values, places);
}

static void gather(double const* values, std::uint32_t const* index, std::size_t count, double* to) {
    Doubles const d;
    std::size_t const n = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + n <= count; i += n)
        hn::StoreU(gathered(values, index + i), d, to + i);
    for (; i < count; ++i)
        to[i] = values[index[i]];
}

static void gather_added(double const* first, double const* values, std::uint32_t const* index,
                         std::size_t count, double* to) {
    Doubles const d;
    std::size_t const n = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + n <= count; i += n)
        hn::StoreU(hn::Add(hn::LoadU(d, first + i), gathered(values, index + i)), d, to + i);
    for (; i < count; ++i)
        to[i] = first[i] + values[index[i]];
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(strengths);
HWY_EXPORT(add_widths);
HWY_EXPORT(gather);
HWY_EXPORT(gather_added);

void strengths_in_lanes(StrengthTask const& task) {
    HWY_DYNAMIC_DISPATCH(strengths)(task);
}

void add_widths_in_lanes(WidthTask const& task) {
    HWY_DYNAMIC_DISPATCH(add_widths)(task);
}

void gather_in_lanes(double const* values, std::uint32_t const* index, std::size_t count, double* to) {
    HWY_DYNAMIC_DISPATCH(gather)(values, index, count, to);
}

void gather_added_in_lanes(double const* first, double const* values, std::uint32_t const* index,
                           std::size_t count, double* to) {
    HWY_DYNAMIC_DISPATCH(gather_added)(first, values, index, count, to);
}

}  // namespace vespa::lbl
#endif

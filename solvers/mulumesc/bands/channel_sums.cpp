#include "mulumesc/bands/channel_sums.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/bands/channel_sums.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

/// Four doubles in as many registers as they need, so that sums are made of the same parts everywhere. No
/// fused multiply-add, for the same reason.
using Quarter = hn::CappedTag<double, 4>;
constexpr std::size_t width = hn::MaxLanes(Quarter()), parts = 4 / width;

struct Four {
    hn::Vec<Quarter> part[parts];
};

template <class F>
HWY_INLINE Four each(F const& f) {
    Four four;
    for (std::size_t k = 0; k < parts; ++k)
        four.part[k] = f(k);
    return four;
}

HWY_INLINE Four load(double const* from) {
    return each([&](std::size_t k) HWY_ATTR { return hn::LoadU(Quarter(), from + k * width); });
}
HWY_INLINE Four minus(Four const& a, Four const& b) {
    return each([&](std::size_t k) HWY_ATTR { return hn::Sub(a.part[k], b.part[k]); });
}
HWY_INLINE Four plus(Four const& a, Four const& b) {
    return each([&](std::size_t k) HWY_ATTR { return hn::Add(a.part[k], b.part[k]); });
}
HWY_INLINE Four times(Four const& a, Four const& b) {
    return each([&](std::size_t k) HWY_ATTR { return hn::Mul(a.part[k], b.part[k]); });
}
HWY_INLINE Four over(Four const& a, Four const& b) {
    return each([&](std::size_t k) HWY_ATTR { return hn::Div(a.part[k], b.part[k]); });
}
HWY_INLINE Four all(double value) {
    return each([&](std::size_t) HWY_ATTR { return hn::Set(Quarter(), value); });
}
HWY_INLINE double total(Four const& sums, double rest) {
    double sum[4];
    for (std::size_t k = 0; k < parts; ++k)
        hn::StoreU(sums.part[k], Quarter(), sum + k * width);
    return ((sum[0] + rest) + sum[1]) + (sum[2] + sum[3]);
}

static std::size_t least_place(double const* values, std::size_t count) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    double least = values[0];
    std::size_t i = 0;
    if (count >= 4 * lanes) {
        V a = hn::LoadU(d, values), b = a, c = a, e = a;
        for (; i + 4 * lanes <= count; i += 4 * lanes) {
            a = hn::Min(a, hn::LoadU(d, values + i));
            b = hn::Min(b, hn::LoadU(d, values + i + lanes));
            c = hn::Min(c, hn::LoadU(d, values + i + 2 * lanes));
            e = hn::Min(e, hn::LoadU(d, values + i + 3 * lanes));
        }
        least = hn::GetLane(hn::MinOfLanes(d, hn::Min(hn::Min(a, b), hn::Min(c, e))));
    }
    for (; i < count; ++i)
        least = values[i] < least ? values[i] : least;
    std::size_t at = 0;
    auto const wanted = hn::Set(d, least);
    while (at + lanes <= count && hn::AllFalse(d, hn::Eq(hn::LoadU(d, values + at), wanted)))
        at += lanes;
    while (values[at] != least)
        ++at;
    return at;
}

static std::size_t first_place_above(double const* values, std::size_t count, double level) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    auto const limit = hn::Set(d, level);
    std::size_t at = 0;
    while (at + lanes <= count && hn::AllFalse(d, hn::Gt(hn::LoadU(d, values + at), limit)))
        at += lanes;
    while (at < count && !(values[at] > level))
        ++at;
    return at;
}

static std::size_t last_place_above(double const* values, std::size_t count, double level) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    auto const limit = hn::Set(d, level);
    auto end = count;
    while (end >= lanes && hn::AllFalse(d, hn::Gt(hn::LoadU(d, values + end - lanes), limit)))
        end -= lanes;
    while (end > 0 && !(values[end - 1] > level))
        --end;
    return end > 0 ? end - 1 : count;
}

HWY_INLINE V wide(double const* from) {
    return hn::LoadU(Doubles(), from);
}
HWY_INLINE V wide(float const* from) {
    return hn::PromoteTo(Doubles(), hn::LoadU(hn::Rebind<float, Doubles>(), from));
}

template <class T>
HWY_INLINE bool to_doubles(T const* values, std::size_t count, double* to) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    auto missing = hn::Ne(hn::Zero(d), hn::Zero(d));
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        V const v = wide(values + i);
        missing = hn::Or(missing, hn::IsNaN(v));
        hn::StoreU(v, d, to + i);
    }
    bool complete = hn::AllFalse(d, missing);
    for (; i < count; ++i) {
        to[i] = static_cast<double>(values[i]);
        complete = complete && to[i] == to[i];
    }
    return complete;
}

static bool widen_floats(float const* values, std::size_t count, double* to) {
    return to_doubles(values, count, to);
}

static bool copy_doubles(double const* values, std::size_t count, double* to) {
    return to_doubles(values, count, to);
}

static double greatest(double const* values, std::size_t count) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    double top = values[0];
    std::size_t i = 0;
    if (count >= 2 * lanes) {
        V a = hn::LoadU(d, values), b = a;
        for (; i + 2 * lanes <= count; i += 2 * lanes) {
            a = hn::Max(a, hn::LoadU(d, values + i));
            b = hn::Max(b, hn::LoadU(d, values + i + lanes));
        }
        top = hn::GetLane(hn::MaxOfLanes(d, hn::Max(a, b)));
    }
    for (; i < count; ++i)
        top = values[i] > top ? values[i] : top;
    return top;
}

static double sum_of_trapezia(double const* x, double const* r, std::size_t count) {
    Four sums = all(0);
    Four const two = all(2);
    std::size_t i = 0;
    for (; i + 5 <= count; i += 4)
        sums = plus(sums, times(minus(load(x + i + 1), load(x + i)),
                                minus(minus(two, load(r + i)), load(r + i + 1))));
    double rest = 0;
    for (; i + 1 < count; ++i)
        rest += (x[i + 1] - x[i]) * (2 - r[i] - r[i + 1]);
    return 0.5 * total(sums, rest);
}

static double sum_of_variances(double const* x, double const* r, double const* y, double const* noise,
                               std::size_t count) {
    auto const square = [&](std::size_t before, std::size_t i, std::size_t after) {
        double const weighted = (x[after] - x[before]) * noise[i] * r[i] / y[i];
        return weighted * weighted;
    };
    Four sums = all(0);
    std::size_t i = 1;
    for (; i + 5 <= count; i += 4) {
        auto const span = minus(load(x + i + 1), load(x + i - 1));
        auto const weighted = over(times(times(span, load(noise + i)), load(r + i)), load(y + i));
        sums = plus(sums, times(weighted, weighted));
    }
    double rest = square(0, 0, 1) + square(count - 2, count - 1, count - 1);
    for (; i + 1 < count; ++i)
        rest += square(i - 1, i, i + 1);
    return 0.25 * total(sums, rest);
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace vespa::mulumesc {

HWY_EXPORT(least_place);
HWY_EXPORT(first_place_above);
HWY_EXPORT(last_place_above);
HWY_EXPORT(greatest);
HWY_EXPORT(widen_floats);
HWY_EXPORT(copy_doubles);
HWY_EXPORT(sum_of_trapezia);
HWY_EXPORT(sum_of_variances);

std::size_t least_of(std::span<double const> values) {
    return HWY_DYNAMIC_DISPATCH(least_place)(values.data(), values.size());
}

double greatest_of(std::span<double const> values) {
    return HWY_DYNAMIC_DISPATCH(greatest)(values.data(), values.size());
}

std::size_t first_above(std::span<double const> values, double level) {
    return HWY_DYNAMIC_DISPATCH(first_place_above)(values.data(), values.size(), level);
}

std::size_t last_above(std::span<double const> values, double level) {
    return HWY_DYNAMIC_DISPATCH(last_place_above)(values.data(), values.size(), level);
}

bool widen(std::span<float const> values, std::span<double> to) {
    return HWY_DYNAMIC_DISPATCH(widen_floats)(values.data(), values.size(), to.data());
}

bool widen(std::span<double const> values, std::span<double> to) {
    return HWY_DYNAMIC_DISPATCH(copy_doubles)(values.data(), values.size(), to.data());
}

double trapezia(std::span<double const> wavelength, std::span<double const> ratio) {
    return HWY_DYNAMIC_DISPATCH(sum_of_trapezia)(wavelength.data(), ratio.data(), ratio.size());
}

double trapezia_variance(std::span<double const> wavelength, std::span<double const> ratio,
                         std::span<double const> reflectance, std::span<double const> noise) {
    return HWY_DYNAMIC_DISPATCH(sum_of_variances)(wavelength.data(), ratio.data(), reflectance.data(),
                                                  noise.data(), ratio.size());
}

}  // namespace vespa::mulumesc
#endif

// Lane code of the upper hull. Included once per instruction set.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_MULUMESC_HULL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_HULL_INL_HPP
#undef VESPA_MULUMESC_HULL_INL_HPP
#else
#define VESPA_MULUMESC_HULL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Far below any chord, and finite so that differences of it are no NaN.
template <class T>
inline constexpr T nowhere = static_cast<T>(-1e30);

/// Room for one spectrum, longer than it by a register at the end so that whole registers may be read and
/// written.
template <class T>
struct HullRoom {
    std::size_t channels;
    std::vector<T> x, shut;  // shut: 1 where a channel takes no part in any spectrum
    std::vector<T> y, ratio, continuum, number;
    std::vector<std::size_t> ends;  // of the sides still to be looked at, the nearest last
};

template <class T>
HullRoom<T> make_room(double const* wavelength, std::uint8_t const* good, std::size_t channels) {
    std::size_t const length = channels + hn::MaxLanes(hn::ScalableTag<T>());
    HullRoom<T> room{channels, {}, {}, {}, {}, {}, {}, {}};
    for (std::size_t i = 0; i < length; ++i) {
        room.x.push_back(static_cast<T>(wavelength[std::min(i, channels - 1)]));
        room.shut.push_back(i < channels && good[i] ? T(0) : T(1));
        room.number.push_back(static_cast<T>(i));
    }
    room.y.assign(length, nowhere<T>);
    room.ratio.assign(length, 0);
    room.continuum.assign(length, 0);
    return room;
}

template <class T>
HWY_INLINE bool is_in(T y) {
    return y > nowhere<T>;
}

/// The reflectances, those that take no part nowhere. \return whether two channels or more take part; first
/// and last are the outermost
template <class T>
HWY_INLINE bool take(T const* HWY_RESTRICT reflectance, HullRoom<T>& room, std::size_t& first,
                     std::size_t& last) {
    hn::ScalableTag<T> const d;
    std::size_t const n = room.channels, lanes = hn::Lanes(d);
    std::copy(reflectance, reflectance + n, room.y.begin());
    auto const zero = hn::Zero(d);
    for (std::size_t i = 0; i < n; i += lanes) {
        auto const y = hn::LoadU(d, &room.y[i]);
        auto const in = hn::And(hn::IsFinite(y), hn::Eq(hn::LoadU(d, &room.shut[i]), zero));
        hn::StoreU(hn::IfThenElse(in, y, hn::Set(d, nowhere<T>)), d, &room.y[i]);
    }
    for (first = 0; first < n && !is_in(room.y[first]);)
        ++first;
    for (last = n; last > first && !is_in(room.y[last - 1]);)
        --last;
    return last > first + 1 && --last > first;
}

/// The channel between a and b farthest above their chord; a where none is above it.
template <class T>
HWY_INLINE std::size_t farthest_above(HullRoom<T> const& room, std::size_t a, std::size_t b) {
    hn::ScalableTag<T> const d;
    std::size_t const lanes = hn::Lanes(d);
    T const ya = room.y[a], yb = room.y[b];
    T const slope = (yb - ya) / (room.x[b] - room.x[a]);
    auto const v_slope = hn::Set(d, slope), v_xa = hn::Set(d, room.x[a]), v_ya = hn::Set(d, ya);
    auto const end = hn::Set(d, static_cast<T>(b));
    T const rounding = 4 * std::numeric_limits<T>::epsilon() * std::max(std::abs(ya), std::abs(yb));
    auto best = hn::Set(d, rounding), where = hn::Set(d, static_cast<T>(a));
    for (std::size_t i = a + 1; i < b; i += lanes) {
        auto const number = hn::LoadU(d, &room.number[i]);
        auto const rise = hn::Sub(hn::LoadU(d, &room.y[i]), v_ya);
        auto const height = hn::NegMulAdd(v_slope, hn::Sub(hn::LoadU(d, &room.x[i]), v_xa), rise);
        auto const higher = hn::And(hn::Gt(height, best), hn::Lt(number, end));
        best = hn::IfThenElse(higher, height, best);
        where = hn::IfThenElse(higher, number, where);
    }
    auto const top = hn::MaxOfLanes(d, best);
    // Of equal heights the first: the same whatever the width of registers.
    auto const first = hn::MinOfLanes(d, hn::IfThenElse(hn::Eq(best, top), where, end));
    return static_cast<std::size_t>(hn::GetLane(first));
}

/// Ratio and continuum from channel a to b; what is written beyond b is written again later.
template <class T>
HWY_INLINE void fill_side(HullRoom<T>& room, std::size_t a, std::size_t b) {
    hn::ScalableTag<T> const d;
    std::size_t const lanes = hn::Lanes(d);
    T const slope = (room.y[b] - room.y[a]) / (room.x[b] - room.x[a]);
    auto const v_slope = hn::Set(d, slope), v_xa = hn::Set(d, room.x[a]), v_ya = hn::Set(d, room.y[a]);
    auto const zero = hn::Zero(d), out = hn::Set(d, nowhere<T>);
    auto const nan = hn::Set(d, std::numeric_limits<T>::quiet_NaN());
    for (std::size_t i = a; i <= b; i += lanes) {
        auto const y = hn::LoadU(d, &room.y[i]);
        auto const line = hn::MulAdd(v_slope, hn::Sub(hn::LoadU(d, &room.x[i]), v_xa), v_ya);
        auto const sound = hn::And(hn::Gt(y, out), hn::Gt(line, zero));
        hn::StoreU(hn::IfThenElse(sound, hn::Div(y, line), nan), d, &room.ratio[i]);
        hn::StoreU(line, d, &room.continuum[i]);
    }
}

template <class T>
HWY_INLINE void store(std::vector<T> const& from, std::size_t first, std::size_t last, std::size_t n, T* to) {
    T const nan = std::numeric_limits<T>::quiet_NaN();
    std::fill(to, to + first, nan);
    std::copy(from.begin() + static_cast<std::ptrdiff_t>(first),
              from.begin() + static_cast<std::ptrdiff_t>(last), to + first);
    std::fill(to + last, to + n, nan);
}

/// Ratio of one spectrum to its hull, and the hull unless `continuum` is null.
template <class T>
HWY_INLINE void hull_of(T const* HWY_RESTRICT reflectance, HullRoom<T>& room, T* HWY_RESTRICT ratio,
                        T* HWY_RESTRICT continuum) {
    std::size_t first = 0, last = 0, done = 0;
    if (take(reflectance, room, first, last)) {
        std::size_t a = first;
        room.ends.assign(1, last);
        while (!room.ends.empty()) {
            std::size_t const b = room.ends.back();
            std::size_t const m = b > a + 1 ? farthest_above(room, a, b) : a;
            if (m != a) {
                room.ends.push_back(m);
                continue;
            }
            fill_side(room, a, b);
            a = b;
            room.ends.pop_back();
        }
        done = last + 1;
    } else {
        first = 0;
    }
    store(room.ratio, std::min(first, done), done, room.channels, ratio);
    if (continuum) store(room.continuum, std::min(first, done), done, room.channels, continuum);
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/near_field.cpp"
#include "core/simd/foreach_target.hpp"
//
#include <span>

#include "lbl/line_sum/near_field.hpp"
#include "lbl/line_sum/voigt_full-inl.hpp"
#include "lbl/line_sum/voigt_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

/// Adds one line at all abscissae: each vector of them by the one form that holds for all its lanes, or by
/// both forms where the border lies inside it.
template <class D, class T = hn::TFromD<D>>
HWY_INLINE void add_line(D d, LaneTables<T> const& tables, NearLine const& line, T amplitude_unit,
                         T const* places, std::size_t count, T* HWY_RESTRICT sums) {
    using V = hn::Vec<D>;
    std::size_t const lanes = hn::Lanes(d);
    auto const c =
        coefficients_of<T>(tables.source, line.y, line.amplitude * static_cast<double>(amplitude_unit));
    T const rate = static_cast<T>(line.rate), start = static_cast<T>(-line.rate * line.at);
    V const v_rate = hn::Set(d, rate), v_start = hn::Set(d, start);
    for (std::size_t i = 0; i < count; i += lanes) {
        T const low = rate * places[i] + start, high = rate * places[i + lanes - 1] + start;
        T const nearest = std::max({low, -high, T{0}}), farthest = std::max(high, -low);
        V const x = hn::MulAdd(v_rate, hn::LoadU(d, places + i), v_start), q = hn::Mul(x, x);
        V value;
        if (nearest >= c.x_far) {
            value = far_voigt(d, c, q);
        } else if (nearest >= c.x_middle) {
            value = middle_voigt(d, c, q);
        } else {
            value = inner_voigt(d, tables, c, x, q);
            if (farthest > c.x_middle) {
                auto const outside = hn::Ge(hn::Abs(x), hn::Set(d, c.x_middle));
                value = hn::IfThenElse(outside, middle_voigt(d, c, q), value);
            }
        }
        hn::StoreU(hn::Add(hn::LoadU(d, sums + i), value), d, sums + i);
    }
}

static void add_floats(LaneTables<float> const& tables, std::span<NearLine const> lines,
                       Abscissae const& abscissae, float* sums, double* values) {
    hn::ScalableTag<float> const d;
    // Strengths span more than floats do: each batch in units of its strongest line.
    double strongest = 0;
    for (NearLine const& line : lines)
        strongest = std::max(strongest, line.amplitude);
    if (strongest == 0) return;
    std::fill_n(sums, abscissae.places.size(), 0.0F);
    double const unit = 1 / strongest;
    for (NearLine line : lines) {
        line.amplitude *= unit;
        add_line(d, tables, line, 1.0F, abscissae.floats.data(), abscissae.count, sums);
    }
    for (std::size_t i = 0; i < abscissae.count; ++i)
        values[i] += strongest * static_cast<double>(sums[i]);
}

static void add_doubles(LaneTables<double> const& tables, std::span<NearLine const> lines,
                        Abscissae const& abscissae, double* values) {
    hn::ScalableTag<double> const d;
    for (NearLine const& line : lines)
        add_line(d, tables, line, 1.0, abscissae.places.data(), abscissae.count, values);
}

static void add_full(VoigtTables const& tables, std::span<NearLine const> lines, Abscissae const& abscissae,
                     double* values, double* slopes) {
    for (NearLine const& line : lines)
        add_full_line(tables, line, abscissae, values, slopes);
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(add_floats);
HWY_EXPORT(add_doubles);
HWY_EXPORT(add_full);

Abscissae::Abscissae(std::vector<double> of) : count(of.size()), places(std::move(of)) {
    constexpr std::size_t widest = 16;  // floats in the longest register of any instruction set
    double const last = places.back();
    while (places.size() % widest != 0)
        places.push_back(last);
    floats.assign(places.begin(), places.end());
}

void NearField::add(std::vector<NearLine> const& lines, Abscissae const& abscissae, double* values,
                    double* slopes) {
    bool const mixed =
        std::any_of(lines.begin(), lines.end(), [](NearLine const& l) { return l.mixing != 0; });
    if (mixed || slopes) {
        HWY_DYNAMIC_DISPATCH(add_full)(tables_, lines, abscissae, values, slopes);
    } else if (precision_ == Precision::fine) {
        static LaneTables<double> const tables(voigt_tables(Precision::fine));
        HWY_DYNAMIC_DISPATCH(add_doubles)(tables, lines, abscissae, values);
    } else {
        static LaneTables<float> const coarse(voigt_tables(Precision::coarse));
        static LaneTables<float> const standard(voigt_tables(Precision::standard));
        auto const& tables = precision_ == Precision::coarse ? coarse : standard;
        sums_.resize(abscissae.places.size());
        // Rounding of float sums stays below 1e-5 by small batches.
        constexpr std::size_t batch = 128;
        std::span<NearLine const> rest(lines);
        for (; !rest.empty(); rest = rest.subspan(std::min(batch, rest.size())))
            HWY_DYNAMIC_DISPATCH(add_floats)
        (tables, rest.first(std::min(batch, rest.size())), abscissae, sums_.data(), values);
    }
}

}  // namespace vespa::lbl
#endif

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/match/scores_lanes.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

#include "mulumesc/match/feature_sums.hpp"
#include "mulumesc/match/scores.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

/// Spectra a lane each, [channel][lane]: 0 and 0 where one takes no part.
struct Tile {
    std::size_t lanes = hn::Lanes(Doubles());
    std::vector<double> values, valids;

    explicit Tile(std::size_t channels) : values(channels * lanes), valids(channels * lanes) {}
    HWY_INLINE V value(std::size_t i) const { return hn::LoadU(Doubles(), &values[i * lanes]); }
    HWY_INLINE V valid(std::size_t i) const { return hn::LoadU(Doubles(), &valids[i * lanes]); }

    void fill(SpectralAxis const& axis, Spectra<double> const& spectra, std::size_t first) {
        for (std::size_t l = 0; l < lanes; ++l) {
            bool const is_there = first + l < spectra.count;
            auto const y = spectra.spectrum(is_there ? first + l : first);
            for (std::size_t i = 0; i < y.size(); ++i) {
                bool const is_valid = is_there && axis.good[i] && std::isfinite(y[i]);
                values[i * lanes + l] = is_valid ? y[i] : 0;
                valids[i * lanes + l] = is_valid ? 1 : 0;
            }
        }
    }
};

struct Mean {
    V x, y;
};

HWY_INLINE Mean mean_of(double const* x, double const* takes_part, Tile const& tile, std::size_t first,
                        std::size_t last, std::size_t from) {
    Doubles const d;
    V n = hn::Zero(d), sx = hn::Zero(d), sy = hn::Zero(d);
    for (auto i = first; i <= last; ++i) {
        V const w = hn::Set(d, takes_part[i - from]), both = hn::Mul(w, tile.valid(i));
        n = hn::Add(n, both);
        sx = hn::MulAdd(both, hn::Set(d, x[i]), sx);
        sy = hn::MulAdd(w, tile.value(i), sy);
    }
    return {hn::Div(sx, n), hn::Div(sy, n)};
}

/// Eight vectors as rows of lanes, in the order of FeatureSums.
struct FeatureLanes {
    V n, l, ll, o, oo, lo, line_first, line_last;
};

HWY_INLINE FeatureLanes feature_lanes(PreparedEntries const& entries, Feature const& f, Tile const& tile) {
    Doubles const d;
    double const *const x = entries.wavelength.data(), *const takes_part = &entries.takes_part[f.at],
                        *const depths = &entries.depth[f.at];
    auto const left = mean_of(x, takes_part, tile, f.first, f.left_last, f.first);
    auto const right = mean_of(x, takes_part, tile, f.right_first, f.last, f.first);
    V const slope = hn::Div(hn::Sub(right.y, left.y), hn::Sub(right.x, left.x));
    auto const line = [&](std::size_t i)
                          HWY_ATTR { return hn::MulAdd(slope, hn::Sub(hn::Set(d, x[i]), left.x), left.y); };
    V const zero = hn::Zero(d);
    FeatureLanes s{zero, zero, zero, zero, zero, zero, line(f.first), line(f.last)};
    for (auto i = f.first; i <= f.last; ++i) {
        V const w = hn::Mul(hn::Set(d, takes_part[i - f.first]), tile.valid(i));
        V const depth = hn::NegMulAdd(w, hn::Div(tile.value(i), line(i)), w);
        V const wanted = hn::Mul(w, hn::Set(d, depths[i - f.first]));
        s.n = hn::Add(s.n, w);
        s.l = hn::Add(s.l, wanted);
        s.ll = hn::MulAdd(wanted, wanted, s.ll);
        s.o = hn::Add(s.o, depth);
        s.oo = hn::MulAdd(depth, depth, s.oo);
        s.lo = hn::MulAdd(wanted, depth, s.lo);
    }
    return s;
}

struct AngleLanes {
    V common, ll, oo, lo;
};

/// Two entries at once: what is loaded of the spectra serves both.
HWY_INLINE void angle_lanes(PreparedEntries const& entries, std::size_t first, std::size_t second,
                            Tile const& tile, AngleLanes& a, AngleLanes& b) {
    Doubles const d;
    auto const n = entries.channels();
    V const zero = hn::Zero(d);
    a = b = {zero, zero, zero, zero};
    auto const add = [&](std::size_t at, V value, V square, V valid, AngleLanes& s) HWY_ATTR {
        V const r = hn::Set(d, entries.reflectance[at]), is_there = hn::Set(d, entries.valid[at]);
        s.common = hn::MulAdd(is_there, valid, s.common);
        s.lo = hn::MulAdd(r, value, s.lo);
        s.ll = hn::MulAdd(hn::Mul(r, r), valid, s.ll);
        s.oo = hn::MulAdd(is_there, square, s.oo);
    };
    for (std::size_t i = 0; i < n; ++i) {
        V const value = tile.value(i), valid = tile.valid(i), square = hn::Mul(value, value);
        add(first * n + i, value, square, valid, a);
        add(second * n + i, value, square, valid, b);
    }
}

constexpr std::size_t most_lanes = HWY_MAX_BYTES / sizeof(double);

struct Rows {
    alignas(HWY_MAX_BYTES) double row[8][most_lanes];
};

static void score_tile(PreparedEntries const& entries, Tile const& tile, std::size_t count, Score* out) {
    Doubles const d;
    Rows rows;
    AngleLanes angles[2];
    FeatureMeans means[most_lanes];
    auto const e_count = entries.entries();
    for (std::size_t e = 0; e < e_count; ++e) {
        std::fill(means, means + tile.lanes, FeatureMeans{});
        for (auto f = entries.first_feature[e]; f < entries.first_feature[e + 1]; ++f) {
            auto const s = feature_lanes(entries, entries.features[f], tile);
            V const all[] = {s.n, s.l, s.ll, s.o, s.oo, s.lo, s.line_first, s.line_last};
            for (std::size_t k = 0; k < 8; ++k)
                hn::Store(all[k], d, rows.row[k]);
            for (std::size_t l = 0; l < count; ++l)
                means[l].add({rows.row[0][l], rows.row[1][l], rows.row[2][l], rows.row[3][l], rows.row[4][l],
                              rows.row[5][l], rows.row[6][l], rows.row[7][l]},
                             entries.features[f].area);
        }
        if (e % 2 == 0) angle_lanes(entries, e, std::min(e + 1, e_count - 1), tile, angles[0], angles[1]);
        auto const& a = angles[e % 2];
        V const all[] = {a.common, a.ll, a.oo, a.lo};
        for (std::size_t k = 0; k < 4; ++k)
            hn::Store(all[k], d, rows.row[k]);
        for (std::size_t l = 0; l < count; ++l)
            out[l * e_count + e] = means[l].score(
                entries.area[e], {rows.row[0][l], rows.row[1][l], rows.row[2][l], rows.row[3][l]});
    }
}

static void score_all(PreparedEntries const& entries, SpectralAxis const& axis,
                      Spectra<double> const& spectra, Score* scores) {
    Tile tile(entries.channels());
    for (std::size_t first = 0; first < spectra.count; first += tile.lanes) {
        tile.fill(axis, spectra, first);
        score_tile(entries, tile, std::min(tile.lanes, spectra.count - first),
                   scores + first * entries.entries());
    }
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::mulumesc {

HWY_EXPORT(score_all);

void score_in_lanes(PreparedEntries const& entries, SpectralAxis const& axis, Spectra<double> const& spectra,
                    std::span<Score> scores) {
    HWY_DYNAMIC_DISPATCH(score_all)(entries, axis, spectra, scores.data());
}

}  // namespace vespa::mulumesc
#endif

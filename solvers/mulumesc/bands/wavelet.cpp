#include "mulumesc/bands/wavelet.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mulumesc/bands/wavelet_lanes.hpp"

namespace vespa::mulumesc {

namespace {

/// Beyond this many scales a Gaussian is left out: 1e-6 of its height.
constexpr double reach = 5.25;
/// Tables kept; spectra of a cube that begin and end at other channels are few.
constexpr std::size_t most_tables = 16;

double gaussian(double distance, double scale) {
    double const t = distance / scale;
    return std::exp(-0.5 * t * t) / (scale * std::sqrt(2 * std::numbers::pi));
}

/// Four sums side by side: one alone waits for itself.
double product(double const* a, double const* b, std::size_t n) {
    double s[4] = {0, 0, 0, 0};
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            s[k] += a[i + k] * b[i + k];
    for (; i < n; ++i)
        s[0] += a[i] * b[i];
    return (s[0] + s[1]) + (s[2] + s[3]);
}

}  // namespace

double WaveletScales::scale(std::size_t j) const {
    return shortest_um * std::exp2(static_cast<double>(j) / 4);
}

WaveletTransform::WaveletTransform(SpectralAxis const& axis, WaveletScales const& scales)
    : axis_(axis), scales_(scales), steps_(axis.channels()) {}

/// Standard deviation of Σ w_i step_i: the coefficients of the values that make the steps, all channels
/// valid.
double WaveletTransform::noise_gain(std::span<double const> weights, std::size_t first) const {
    auto const& x = axis_.wavelength;
    auto const weight = [&](std::ptrdiff_t i) {
        auto const k = i - static_cast<std::ptrdiff_t>(first);
        return k < 0 || k >= static_cast<std::ptrdiff_t>(weights.size())
                   ? 0.0
                   : weights[static_cast<std::size_t>(k)];
    };
    double sum = 0;
    auto const last = static_cast<std::ptrdiff_t>(first + weights.size());
    for (auto i = static_cast<std::ptrdiff_t>(first) - 1; i <= last; ++i) {
        if (i < 0 || i >= static_cast<std::ptrdiff_t>(x.size())) continue;
        auto const k = static_cast<std::size_t>(i);
        double c = 0;
        if (k > 0) c += (weight(i - 1) - weight(i)) / (x[k] - x[k - 1]);
        if (k + 1 < x.size()) c += (weight(i + 1) - weight(i)) / (x[k + 1] - x[k]);
        sum += c * c;
    }
    return std::sqrt(sum);
}

WaveletTransform::Weights WaveletTransform::make_weights(std::size_t first, std::size_t last) const {
    auto const& x = axis_.wavelength;
    Weights table;
    for (auto j = scales_.count; j-- > 0;) {
        double const a = scales_.scale(j);
        WaveletRow row{a, {}, {}, {}};
        table.first.emplace_back();
        table.w.emplace_back();
        for (auto p = first; p <= last; ++p) {
            if (!row.position.empty() && p != last && x[p] - x[row.position.back()] < a / 8) continue;
            auto low = p, high = p;
            while (low > first && x[p] - x[low - 1] < reach * a)
                --low;
            while (high < last && x[high + 1] - x[p] < reach * a)
                ++high;
            std::vector<double> w;
            for (auto i = low; i <= high; ++i) {
                double const direct = gaussian(x[p] - x[i], a);
                double const at_first = gaussian(x[p] - (2 * x[first] - x[i]), a);
                double const at_last = gaussian(x[p] - (2 * x[last] - x[i]), a);
                w.push_back(i == first || i == last ? 0 : a * a * (direct - at_first - at_last));
            }
            row.noise_gain.push_back(noise_gain(w, low));
            row.position.push_back(p);
            table.first.back().push_back(low);
            table.w.back().push_back(std::move(w));
        }
        row.value.resize(row.position.size());
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Steps of slope at each channel, `stride` numbers apart; 0 where there is none.
/// \return the first and the last valid channel; nothing for fewer than three
std::optional<std::pair<std::size_t, std::size_t>> WaveletTransform::find_steps(std::span<double const> y,
                                                                                double* steps,
                                                                                std::size_t stride) const {
    auto const& x = axis_.wavelength;
    auto const n = axis_.channels();
    std::size_t first = n, before = n, here = n, count = 0;
    for (std::size_t i = 0; i < n; ++i) {
        steps[i * stride] = 0;
        if (!axis_.good[i] || !std::isfinite(y[i])) continue;
        if (count++ == 0) first = i;
        if (count > 2)
            steps[here * stride] =
                (y[i] - y[here]) / (x[i] - x[here]) - (y[here] - y[before]) / (x[here] - x[before]);
        before = here;
        here = i;
    }
    if (count < 3) return {};
    return std::pair(first, here);
}

WaveletTransform::Weights& WaveletTransform::weights_of(std::pair<std::size_t, std::size_t> const& ends) {
    auto found = known_.find(ends);
    if (found == known_.end()) found = known_.emplace(ends, make_weights(ends.first, ends.second)).first;
    return found->second;
}

std::vector<WaveletRow> const& WaveletTransform::operator()(std::span<double const> y) {
    if (known_.size() >= most_tables) known_.clear();
    auto const ends = find_steps(y, steps_.data(), 1);
    if (!ends) return none_;
    auto& table = weights_of(*ends);
    for (std::size_t j = 0; j < table.rows.size(); ++j) {
        for (std::size_t p = 0; p < table.rows[j].position.size(); ++p) {
            auto const& w = table.w[j][p];
            table.rows[j].value[p] = product(w.data(), &steps_[table.first[j][p]], w.size());
        }
    }
    return table.rows;
}

void WaveletTransform::transform(std::span<double const> y) {
    if (known_.size() >= most_tables) known_.clear();
    auto const n = axis_.channels();
    auto const count = y.size() / n;
    places_.assign(count, {});
    std::vector<double> one(n);
    // Spectra whose first and last channels agree share a tile.
    std::map<Weights*, std::vector<std::size_t>> tiles;
    for (std::size_t k = 0; k < count; ++k)
        if (auto const ends = find_steps(y.subspan(k * n, n), one.data(), 1))
            tiles[places_[k].weights = &weights_of(*ends)].push_back(k);
    values_.resize(std::max(values_.size(), tiles.size()));
    std::size_t tile = 0;
    for (auto const& [weights, members] : tiles) {
        for (std::size_t lane = 0; lane < members.size(); ++lane)
            places_[members[lane]] = {weights, tile, lane};
        transform_tile(*weights, members, y, values_[tile++]);
    }
}

void WaveletTransform::transform_tile(Weights const& weights, std::vector<std::size_t> const& members,
                                      std::span<double const> y, std::vector<double>& values) {
    auto const n = axis_.channels();
    std::size_t positions = 0;
    for (auto const& row : weights.rows)
        positions += row.position.size();
    values.resize(positions * members.size());
    steps_.assign(n * wavelet_tile, 0);
    for (std::size_t lane = 0; lane < members.size(); ++lane)
        find_steps(y.subspan(members[lane] * n, n), &steps_[lane], wavelet_tile);
    std::size_t at = 0;
    for (std::size_t j = 0; j < weights.rows.size(); ++j) {
        auto const count = weights.rows[j].position.size();
        sums_.resize(count * wavelet_tile);
        weigh_steps({weights.first[j], weights.w[j]}, steps_, sums_, members.size());
        // Each spectrum's values side by side, while they are at hand.
        for (std::size_t lane = 0; lane < members.size(); ++lane)
            for (std::size_t p = 0; p < count; ++p)
                values[lane * positions + at + p] = sums_[p * wavelet_tile + lane];
        at += count;
    }
}

std::vector<WaveletRow> const& WaveletTransform::rows_of(std::size_t k) {
    auto const& place = places_[k];
    if (!place.weights) return none_;
    std::size_t positions = 0;
    for (auto const& row : place.weights->rows)
        positions += row.position.size();
    double const* value = values_[place.tile].data() + place.lane * positions;
    for (auto& row : place.weights->rows) {
        std::copy_n(value, row.value.size(), row.value.begin());
        value += row.value.size();
    }
    return place.weights->rows;
}

}  // namespace vespa::mulumesc

#include "mulumesc/bands/maxima_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "mulumesc/bands/parabola.hpp"

namespace vespa::mulumesc {

namespace {

/// Greatest W of a Gaussian of amplitude 1: 2/(3√3).
double const response = 2 / (3 * std::sqrt(3.0));

struct Line {
    double here = 0, scale = 0;  ///< of the last maximum
    Candidate best;
    bool goes_on = true;
};

Candidate maximum_at(SpectralAxis const& axis, WaveletRow const& row, std::size_t p) {
    std::array<double, 3> x{}, w{};
    for (std::size_t k = 0; k < 3; ++k) {
        x[k] = axis.wavelength[row.position[p + k - 1]];
        w[k] = -row.value[p + k - 1];
    }
    auto const top = minimum_of_parabola(x, w);
    Candidate met;
    met.centre = top ? top->at : x[1];
    met.scale = row.scale;
    met.strength = (top ? -top->value : row.value[p]) / response;
    return met;
}

std::vector<Candidate> maxima_of(SpectralAxis const& axis, WaveletRow const& row,
                                 std::function<double(std::size_t)> const& noise, double threshold,
                                 double least_strength) {
    std::vector<Candidate> maxima;
    auto const& w = row.value;
    double const least = least_strength * response;
    for (std::size_t p = 1; p + 1 < w.size(); ++p) {
        // The test that seldom holds first: its branch is foreseen.
        if (w[p] < least || !(w[p] > w[p - 1] && w[p] >= w[p + 1])) continue;
        double const sigma = noise(row.position[p]) * row.noise_gain[p];
        if (w[p] < threshold * sigma) continue;
        maxima.push_back(maximum_at(axis, row, p));
        maxima.back().signal_to_noise = sigma > 0 ? w[p] / sigma : std::numeric_limits<double>::infinity();
    }
    return maxima;
}

/// Gives each maximum to a line, nearest pairs first.
void link(std::vector<Candidate> const& maxima, double reach, std::vector<Line>& lines) {
    struct Pair {
        double distance;
        std::size_t line, maximum;
    };
    std::vector<Pair> pairs;
    for (std::size_t l = 0; l < lines.size(); ++l)
        for (std::size_t m = 0; m < maxima.size(); ++m)
            if (double const d = std::abs(lines[l].here - maxima[m].centre); lines[l].goes_on && d <= reach)
                pairs.push_back({d, l, m});
    std::sort(pairs.begin(), pairs.end(), [](Pair const& a, Pair const& b) {
        return std::tie(a.distance, a.line, a.maximum) < std::tie(b.distance, b.line, b.maximum);
    });
    std::vector<bool> line_taken(lines.size()), maximum_taken(maxima.size());
    for (auto const& [distance, l, m] : pairs) {
        if (line_taken[l] || maximum_taken[m]) continue;
        line_taken[l] = maximum_taken[m] = true;
        lines[l].here = maxima[m].centre;
        lines[l].scale = maxima[m].scale;
        if (maxima[m].strength > lines[l].best.strength) lines[l].best = maxima[m];
    }
    for (std::size_t l = 0; l < line_taken.size(); ++l)
        lines[l].goes_on = line_taken[l];
    for (std::size_t m = 0; m < maxima.size(); ++m)
        if (!maximum_taken[m]) lines.push_back({maxima[m].centre, maxima[m].scale, maxima[m], true});
}

}  // namespace

std::vector<Candidate> maxima_lines(SpectralAxis const& axis, std::vector<WaveletRow> const& rows,
                                    std::function<double(std::size_t)> const& noise, double threshold,
                                    double least_strength) {
    std::vector<Line> lines;
    double coarser = rows.empty() ? 0 : rows.front().scale;
    for (auto const& row : rows) {
        link(maxima_of(axis, row, noise, threshold, least_strength), coarser / 2, lines);
        coarser = row.scale;
    }
    std::vector<Candidate> candidates;
    for (auto const& line : lines) {
        candidates.push_back(line.best);
        candidates.back().fine_centre = line.here;
        candidates.back().fine_scale = line.scale;
    }
    std::sort(candidates.begin(), candidates.end(), [](Candidate const& a, Candidate const& b) {
        return std::tie(a.centre, a.scale) < std::tie(b.centre, b.scale);
    });
    return candidates;
}

}  // namespace vespa::mulumesc

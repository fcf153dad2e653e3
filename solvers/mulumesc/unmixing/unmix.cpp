#include "mulumesc/unmixing/unmix.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "mulumesc/unmixing/mixture.hpp"

namespace vespa::mulumesc {

namespace {

/// Spectra brought to the mixing space at a time.
constexpr std::size_t lot = 1024;

constexpr auto require = require_of_unmixing;

template <class T>
void check(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
           UnmixingOptions const& options) {
    std::size_t const n = axis.channels(), m = endmembers.count;
    require(axis.good.size() == n, std::to_string(axis.good.size()) + " channels marked good or not",
            std::to_string(n));
    require(m >= 1 && m <= most_endmembers, std::to_string(m) + " endmembers",
            "1 ... " + std::to_string(most_endmembers));
    require(endmembers.channels == n && endmembers.reflectance.size() == m * n,
            "endmembers of " + std::to_string(endmembers.channels) + " channels",
            std::to_string(n) + ", those of the axis");
    require(spectra.channels == n && spectra.reflectance.size() == spectra.count * n,
            "spectra of " + std::to_string(spectra.channels) + " channels",
            std::to_string(n) + ", those of the axis");
    require(spectra.noise.empty() || spectra.noise.size() == n,
            std::to_string(spectra.noise.size()) + " standard deviations",
            "none, or one a channel for all spectra");
    require(options.most_solutions >= 1, "0 solutions a spectrum", "1 or more");
    for (double const cosine : {options.incidence_cosine, options.emission_cosine})
        require(cosine > 0 && cosine <= 1, "cosine " + std::to_string(cosine) + " of incidence or emission",
                "above 0, to 1");
}

Abundances empty_result(std::size_t count, std::size_t members) {
    Abundances a;
    a.endmembers = members;
    a.values.assign(count * members, std::nan(""));
    a.rms.assign(count, std::nan(""));
    a.channels.resize(count);
    a.solutions.resize(count);
    a.end.assign(count, UnmixingEnd::too_few_channels);
    return a;
}

/// Solves one spectrum on the channels where it is known.
void solve_alone(Mixture const& mixture, double const* y, std::size_t i, Abundances& result) {
    std::size_t const m = mixture.members(), all = mixture.channels();
    std::vector<double> matrix, known, right(m);
    for (std::size_t e = 0; e < m; ++e) {
        for (std::size_t g = 0; g < all; ++g) {
            if (!std::isnan(y[g])) matrix.push_back(mixture.matrix()[e * all + g]);
        }
    }
    std::copy_if(y, y + all, std::back_inserter(known), [](double value) { return !std::isnan(value); });
    if (known.size() < m) return;
    project(known.data(), 1, matrix.data(), m, known.size(), right.data());
    double* const x = &result.values[i * m];
    auto const outcome = solve_simplex_plainly(mixture.task(matrix, known.size()), right.data(), x);
    double squares = 0;
    residual_squares(known.data(), 1, matrix.data(), m, known.size(), x, &squares);
    result.rms[i] = std::sqrt(squares / static_cast<double>(known.size()));
    result.solutions[i] = outcome.solutions;
    result.end[i] = outcome.end;
}

template <class T>
Abundances solve(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
                 UnmixingOptions const& options, bool in_lanes) {
    check(axis, spectra, endmembers, options);
    Mixture const mixture(axis, spectra, endmembers, options);
    std::size_t const m = mixture.members(), channels = mixture.channels();
    SimplexTask const task = mixture.task(mixture.matrix(), channels);
    Abundances result = empty_result(spectra.count, m);
    std::vector<double> lines(lot * channels), right(lot * m), x(lot * m), squares(lot), alone(channels);
    std::vector<SimplexOutcome> outcomes(lot);
    std::vector<std::size_t> whose;
    for (std::size_t begin = 0; begin < spectra.count; begin += lot) {
        whose.clear();
        for (std::size_t i = begin; i < std::min(begin + lot, spectra.count); ++i) {
            double* const line = in_lanes ? &lines[whose.size() * channels] : alone.data();
            result.channels[i] = mixture.bring(spectra.spectrum(i), line);
            if (in_lanes && result.channels[i] == channels) {
                whose.push_back(i);
            } else {
                solve_alone(mixture, line, i, result);
            }
        }
        project(lines.data(), whose.size(), mixture.matrix().data(), m, channels, right.data());
        solve_simplex_in_lanes(task, whose.size(), right.data(), x.data(), outcomes.data());
        residual_squares(lines.data(), whose.size(), mixture.matrix().data(), m, channels, x.data(),
                         squares.data());
        for (std::size_t s = 0; s < whose.size(); ++s) {
            std::size_t const i = whose[s];
            std::copy_n(&x[s * m], m, &result.values[i * m]);
            result.rms[i] = std::sqrt(squares[s] / static_cast<double>(channels));
            result.solutions[i] = outcomes[s].solutions;
            result.end[i] = outcomes[s].end;
        }
    }
    return result;
}

}  // namespace

template <class T>
Abundances unmix(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
                 UnmixingOptions const& options) {
    return solve(axis, spectra, endmembers, options, true);
}

template <class T>
Abundances unmix_reference(SpectralAxis const& axis, Spectra<T> const& spectra,
                           Spectra<double> const& endmembers, UnmixingOptions const& options) {
    return solve(axis, spectra, endmembers, options, false);
}

char const* reason(UnmixingEnd end) {
    switch (end) {
        case UnmixingEnd::solved:
            return "solved";
        case UnmixingEnd::solutions_spent:
            return "the solutions allowed were spent before the abundances were shown to be best";
        case UnmixingEnd::too_few_channels:
            return "fewer usable channels than endmembers";
    }
    return "unknown";
}

template Abundances unmix(SpectralAxis const&, Spectra<float> const&, Spectra<double> const&,
                          UnmixingOptions const&);
template Abundances unmix(SpectralAxis const&, Spectra<double> const&, Spectra<double> const&,
                          UnmixingOptions const&);
template Abundances unmix_reference(SpectralAxis const&, Spectra<float> const&, Spectra<double> const&,
                                    UnmixingOptions const&);
template Abundances unmix_reference(SpectralAxis const&, Spectra<double> const&, Spectra<double> const&,
                                    UnmixingOptions const&);

}  // namespace vespa::mulumesc

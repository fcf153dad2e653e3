#include "mulumesc/unmixing/unmix.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "core/errors/bad_input.hpp"
#include "mulumesc/unmixing/hapke.hpp"
#include "mulumesc/unmixing/simplex_task.hpp"

namespace vespa::mulumesc {

namespace {

/// Spectra brought to the mixing space at a time.
constexpr std::size_t lot = 1024;

void require(bool right, std::string const& what, std::string const& allowed) {
    if (!right) throw BadInput(what, "unmixing", allowed);
}

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

/// Endmembers on the channels that can be used, in the mixing space and weighted.
class Mixture {
  public:
    template <class T>
    Mixture(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
            UnmixingOptions const& options)
        : options_(options), members_(endmembers.count) {
        for (std::size_t c = 0; c < axis.channels(); ++c) {
            double const weight = spectra.noise.empty() ? 1 : 1 / static_cast<double>(spectra.noise[c]);
            bool good = axis.good[c] && weight > 0 && std::isfinite(weight);
            for (std::size_t e = 0; e < members_; ++e)
                good = good && std::isfinite(mixing(endmembers.spectrum(e)[c]));
            if (!good) continue;
            channels_.push_back(c);
            weights_.push_back(weight);
        }
        require(channels_.size() >= members_,
                std::to_string(channels_.size()) + " channels on which all endmembers are known",
                "as many as endmembers, " + std::to_string(members_) + ", or more");
        for (std::size_t e = 0; e < members_; ++e) {
            for (std::size_t g = 0; g < channels_.size(); ++g)
                matrix_.push_back(weights_[g] * mixing(endmembers.spectrum(e)[channels_[g]]));
        }
    }

    std::size_t members() const { return members_; }
    std::size_t channels() const { return channels_.size(); }
    std::vector<double> const& matrix() const { return matrix_; }

    /// A spectrum as the endmembers are; 0 where it is not known. Returns the channels where it is.
    template <class T>
    std::uint32_t bring(std::span<T const> spectrum, double* to) const {
        std::uint32_t used = 0;
        for (std::size_t g = 0; g < channels_.size(); ++g) {
            double const value = weights_[g] * mixing(static_cast<double>(spectrum[channels_[g]]));
            bool const known = std::isfinite(value);
            to[g] = known ? value : std::nan("");
            used += known;
        }
        return used;
    }

    SimplexTask task(std::vector<double> const& matrix, std::size_t channels) const {
        SimplexTask task{members_, std::vector<double>(members_ * members_), options_.sum_to_one,
                         options_.most_solutions};
        project(matrix.data(), members_, matrix.data(), members_, channels, task.gram.data());
        return task;
    }

  private:
    double mixing(double reflectance) const {
        return options_.space == MixingSpace::reflectance
                   ? reflectance
                   : hapke_albedo(reflectance, options_.incidence_cosine, options_.emission_cosine);
    }

    UnmixingOptions const& options_;
    std::size_t members_;
    std::vector<std::size_t> channels_;
    std::vector<double> weights_, matrix_;  // [endmember][channel]
};

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

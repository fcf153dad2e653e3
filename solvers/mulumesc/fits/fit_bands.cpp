#include "mulumesc/fits/fit_bands.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"
#include "mulumesc/fits/normal_matrix.hpp"
#include "mulumesc/fits/outcome.hpp"
#include "mulumesc/fits/searches.hpp"

namespace vespa::mulumesc {

namespace {

/// Spectra whose logarithms are held at a time: they fit the second-level cache or nearly so, and lanes that
/// run dry at the end of each lot cost little.
constexpr std::size_t lot = 1024;

/// Tolerance to which floats go before doubles take over: finer is within their roundings.
constexpr double float_tolerance = 1e-3;

template <class T>
void check(SpectralAxis const& axis, Spectra<T> const& spectra, std::size_t parameters, std::size_t starts) {
    std::size_t const n = axis.channels();
    auto const require = [](bool right, std::string const& what, std::string const& allowed) {
        if (!right) throw BadInput(what, "fits of bands", allowed);
    };
    require(axis.good.size() == n, std::to_string(axis.good.size()) + " channels marked good or not",
            std::to_string(n) + ", one a wavelength");
    require(n > 0 && axis.wavelength[0] > 0 &&
                std::is_sorted(axis.wavelength.begin(), axis.wavelength.end(), std::less_equal<>()),
            "wavelengths that do not rise from above 0", "strictly rising, in micrometres");
    require(spectra.channels == n, "spectra of " + std::to_string(spectra.channels) + " channels",
            std::to_string(n) + ", those of the axis");
    require(spectra.reflectance.size() == spectra.count * n,
            std::to_string(spectra.reflectance.size()) + " reflectances", std::to_string(spectra.count * n));
    require(spectra.noise.empty() || spectra.noise.size() == n || spectra.noise.size() == spectra.count * n,
            std::to_string(spectra.noise.size()) + " standard deviations",
            "none, one a channel, or one a channel of each spectrum");
    require(starts == 0 || starts == spectra.count * parameters, std::to_string(starts) + " starting values",
            "none, or " + std::to_string(spectra.count * parameters));
}

FitTask task_of(SpectralAxis const& axis, BandModel const& model, FitOptions const& options) {
    return {good_wavelengths(axis), model.shape,       model.bands.size(),
            parameters_of(model),   options.tolerance, options.most_evaluations};
}

FitResult empty_result(std::size_t count, std::size_t parameters, bool errors) {
    FitResult r;
    r.parameters = parameters;
    r.values.resize(count * parameters);
    r.chi2.resize(count);
    r.channels.resize(count);
    r.evaluations.resize(count);
    r.end.resize(count);
    r.flags.resize(count);
    if (errors) {
        r.errors.resize(count * parameters);
        r.correlation.resize(count * (parameters * (parameters - 1) / 2));
        r.condition.resize(count);
    }
    return r;
}

void record_errors(FitOutcomes const& outcomes, std::size_t i, std::size_t to, bool noise_known,
                   FitResult& r) {
    std::size_t const n = r.parameters, pairs = n * (n - 1) / 2;
    Appraisal appraisal;
    appraise(std::span(outcomes.normal).subspan(i * in_triangle(n, 0), in_triangle(n, 0)), n, appraisal);
    double const reduced = outcomes.chi2[i] / static_cast<double>(r.channels[to] - n);
    double const factor = std::sqrt(noise_known ? std::max(1.0, reduced) : reduced);
    bool const fitted = outcomes.end[i] != FitEnd::too_few_channels;
    for (std::size_t j = 0; j < n; ++j)
        r.errors[to * n + j] = fitted ? factor * appraisal.errors[j] : std::nan("");
    for (std::size_t j = 0; j < pairs; ++j)
        r.correlation[to * pairs + j] = fitted ? appraisal.correlation[j] : std::nan("");
    r.condition[to] = fitted ? appraisal.condition : std::nan("");
    if (r.condition[to] > 1e8) r.flags[to] |= ill_conditioned;
}

/// Enters the outcomes of a lot that begins at spectrum `begin`.
void record_lot(FitTask const& task, FitOutcomes const& outcomes, std::vector<std::uint32_t> const& used,
                std::size_t begin, bool noise_known, FitResult& r) {
    std::size_t const n = r.parameters;
    for (std::size_t i = 0; i < outcomes.end.size(); ++i) {
        std::size_t const to = begin + i;
        r.chi2[to] = outcomes.chi2[i];
        r.channels[to] = used[i];
        r.evaluations[to] += outcomes.evaluations[i];
        r.end[to] = outcomes.end[i];
        if (used[i] < task.wavelength.size()) r.flags[to] |= channels_left_out;
        for (std::size_t j = 0; j < n; ++j) {
            double const x = r.values[to * n + j] = outcomes.values[i * n + j];
            auto const& box = task.parameters[j];
            // Boxes are compared in floats, in which the fit may have been made.
            bool const at_low = static_cast<float>(x) <= static_cast<float>(box.low),
                       at_high = static_cast<float>(x) >= static_cast<float>(box.high);
            if (box.low < box.high && (at_low || at_high)) r.flags[to] |= at_bound;
        }
        if (noise_known && r.chi2[to] > 4 * (static_cast<double>(used[i]) - static_cast<double>(n)))
            r.flags[to] |= poor;
        if (!r.errors.empty()) record_errors(outcomes, i, to, noise_known, r);
    }
}

/// The spectra lot by lot: `fit` turns a lot's starts, in outcomes.values, into its outcomes, and returns the
/// channels that were used.
template <class T, class Fit>
FitResult fit_lots(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                   FitOptions const& options, std::span<double const> starts, Fit const& fit) {
    check(model);
    check(options);
    check(axis, spectra, parameter_count(model), starts.size());
    FitTask task = task_of(axis, model, options);
    std::size_t const n = task.parameters.size();
    FitResult result = empty_result(spectra.count, n, options.errors);
    FitOutcomes outcomes;
    for (std::size_t begin = 0; begin < spectra.count; begin += lot) {
        std::size_t const end = std::min(begin + lot, spectra.count);
        outcomes.resize(end - begin, n);
        for (std::size_t i = 0; i < (end - begin) * n; ++i)
            outcomes.values[i] = starts.empty() ? task.parameters[i % n].start : starts[begin * n + i];
        auto const& used = fit(task, begin, end, outcomes, result);
        record_lot(task, outcomes, used, begin, !spectra.noise.empty(), result);
    }
    return result;
}

}  // namespace

void check(FitOptions const& options) {
    if (!(options.tolerance >= 1e-14 && options.tolerance <= 0.1)) {
        throw BadInput(std::to_string(options.tolerance), "tolerance of fits", "1e-14 ... 0.1");
    }
    if (options.searches < 1 || options.searches > most_searches) {
        throw BadInput(std::to_string(options.searches), "searches of a fit",
                       "1 ... " + std::to_string(most_searches));
    }
    if (options.most_evaluations < 1) throw BadInput("0", "evaluations a fit may take", "1 or more");
}

namespace {

/// One search by the plain twin.
template <class T>
FitResult search_plainly(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                         FitOptions const& options, std::span<double const> starts) {
    LogSpectra<double> logs;
    return fit_lots(
        axis, spectra, model, options, starts,
        [&](FitTask const& task, std::size_t begin, std::size_t end, FitOutcomes& outcomes,
            FitResult&) -> auto const& {
            take_logs(axis, spectra, begin, end, logs);
            fit_plainly(task, logs, outcomes);
            return logs.used;
        });
}

/// One search in lanes.
template <class T>
FitResult search_in_lanes(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                          FitOptions const& options, std::span<double const> starts) {
    LogSpectra<float> floats;
    LogSpectra<double> doubles;
    auto const fit = [&](FitTask task, std::size_t begin, std::size_t end, FitOutcomes & outcomes,
                         FitResult & result) -> auto const& {
        if (options.precision != FitPrecision::doubles) {
            take_logs(axis, spectra, begin, end, floats);
            if (options.precision == FitPrecision::floats_then_doubles)
                task.tolerance = std::max(task.tolerance, float_tolerance);
            fit_in_lanes(task, floats, outcomes);
            if (options.precision == FitPrecision::floats) return floats.used;
            task.tolerance = options.tolerance;
            for (std::size_t i = begin; i < end; ++i)
                result.evaluations[i] += outcomes.evaluations[i - begin];
        }
        take_logs(axis, spectra, begin, end, doubles);
        fit_in_lanes(task, doubles, outcomes);
        return doubles.used;
    };
    return fit_lots(axis, spectra, model, options, starts, fit);
}

}  // namespace

template <class T>
FitResult fit_bands_reference(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                              FitOptions const& options, std::span<double const> starts) {
    return best_of_searches(model, options, spectra.count, starts, [&](std::span<double const> from) {
        return search_plainly(axis, spectra, model, options, from);
    });
}

template <class T>
FitResult fit_bands(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                    FitOptions const& options, std::span<double const> starts) {
    if (model.shape != BandShape::gaussian) return fit_bands_reference(axis, spectra, model, options, starts);
    return best_of_searches(model, options, spectra.count, starts, [&](std::span<double const> from) {
        return search_in_lanes(axis, spectra, model, options, from);
    });
}

std::vector<double> information(FitResult const& fits, bool noise_known) {
    std::vector<double> values(fits.count());
    for (std::size_t i = 0; i < fits.count(); ++i) {
        double const n = fits.channels[i], p = static_cast<double>(fits.parameters);
        values[i] = (noise_known ? fits.chi2[i] : n * std::log(fits.chi2[i] / n)) + p * std::log(n);
    }
    return values;
}

char const* reason(FitEnd end) {
    switch (end) {
        case FitEnd::converged:
            return "converged";
        case FitEnd::evaluations_spent:
            return "the evaluations allowed were spent before it converged";
        case FitEnd::no_progress:
            return "no step lowers chi-squared, yet the model promises one";
        case FitEnd::too_few_channels:
            return "too few usable channels for the parameters";
    }
    return "unknown";
}

#define VESPA_FITS_OF(T)                                                                             \
    template FitResult fit_bands(SpectralAxis const&, Spectra<T> const&, BandModel const&,           \
                                 FitOptions const&, std::span<double const>);                        \
    template FitResult fit_bands_reference(SpectralAxis const&, Spectra<T> const&, BandModel const&, \
                                           FitOptions const&, std::span<double const>);
VESPA_FITS_OF(float)
VESPA_FITS_OF(double)
#undef VESPA_FITS_OF

}  // namespace vespa::mulumesc

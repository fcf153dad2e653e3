#include <algorithm>
#include <cmath>

#include "mulumesc/fits/band_shapes.hpp"
#include "mulumesc/fits/normal_matrix.hpp"
#include "mulumesc/fits/outcome.hpp"

namespace vespa::mulumesc {

namespace {

using Numbers = std::vector<double>;

/// A point of the search: parameters, JᵀW²J, JᵀW²r and χ², all with the priors' share.
struct PlainPoint {
    Numbers x, normal, right;
    double objective = 0;
};

class PlainFit {
  public:
    PlainFit(FitTask const& task, double const* values, double const* weights)
        : task_(task), n_(task.parameters.size()), values_(values), weights_(weights) {}

    /// \param start  the parameters to begin at
    FitEnd run(double const* start) {
        Numbers x(start, start + n_);
        clip(x);
        now_ = at(x);
        double damping = 1e-3, growth = 2, weight = 0;
        for (std::size_t c = 0; c < task_.wavelength.size(); ++c)
            weight += weights_[c] * weights_[c];
        double const floor = roundings<double>(weight);
        while (true) {
            auto const [trial_x, promised] = step(damping);
            if (promised <= std::max(task_.tolerance * now_.objective, floor) && damping <= 1)
                return FitEnd::converged;
            if (!(damping <= 1e7)) return FitEnd::no_progress;
            if (evaluations_ >= task_.most_evaluations) return FitEnd::evaluations_spent;
            auto const trial = at(trial_x);
            double const gain = now_.objective - trial.objective;
            if (gain > 0) {
                damping *= std::max(1.0 / 3, 1 - std::pow(2 * gain / promised - 1, 3));
                growth = 2;
                now_ = trial;
            } else {
                bool const level = -gain <= task_.tolerance * now_.objective;
                if (level && promised <= 10 * task_.tolerance * now_.objective) return FitEnd::converged;
                damping *= growth;
                growth *= 2;
            }
        }
    }

    PlainPoint const& fitted() const { return now_; }
    std::uint32_t evaluations() const { return evaluations_; }

    /// χ² without the priors' share.
    double chi2() const {
        double sum = now_.objective;
        for (std::size_t i = 0; i < n_; ++i)
            sum -= prior(i) * std::pow(now_.x[i] - task_.parameters[i].start, 2);
        return sum;
    }

  private:
    double prior(std::size_t i) const {
        return 1 / (task_.parameters[i].spread * task_.parameters[i].spread);
    }

    void clip(Numbers& x) const {
        for (std::size_t i = 0; i < n_; ++i)
            x[i] = std::clamp(x[i], task_.parameters[i].low, task_.parameters[i].high);
    }

    PlainPoint at(Numbers const& x) {
        ++evaluations_;
        PlainPoint p{x, Numbers(in_triangle(n_, 0)), Numbers(n_), 0};
        Numbers slopes(n_);
        std::size_t const each = band_parameters(task_.shape);
        for (std::size_t c = 0; c < task_.wavelength.size(); ++c) {
            double const wavelength = task_.wavelength[c], w = weights_[c];
            double model = x[0] + x[1] / wavelength;
            slopes[0] = 1;
            slopes[1] = 1 / wavelength;
            for (std::size_t k = 0; k < task_.bands; ++k) {
                auto const band = band_slopes(task_.shape, &x[2 + k * each], wavelength);
                model += band.value;
                std::copy_n(band.slope.begin(), each, &slopes[2 + k * each]);
            }
            double const r = w * (values_[c] - model);
            p.objective += r * r;
            for (std::size_t i = 0; i < n_; ++i) {
                p.right[i] += w * slopes[i] * r;
                for (std::size_t j = 0; j <= i; ++j)
                    p.normal[in_triangle(i, j)] += w * w * slopes[i] * slopes[j];
            }
        }
        for (std::size_t i = 0; i < n_; ++i) {
            double const off = task_.parameters[i].start - x[i];
            p.objective += prior(i) * off * off;
            p.right[i] += prior(i) * off;
            p.normal[in_triangle(i, i)] += prior(i);
        }
        return p;
    }

    /// Where a damped step leads, and what it promises to take off the objective. Parameters at an end of
    /// their box that would leave it stay.
    std::pair<Numbers, double> step(double damping) const {
        Numbers a = now_.normal, move = now_.right, added(n_);
        std::vector<bool> stays(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            auto const& box = task_.parameters[i];
            stays[i] = (now_.x[i] <= box.low && move[i] < 0) || (now_.x[i] >= box.high && move[i] > 0) ||
                       !(a[in_triangle(i, i)] > 0);
            added[i] = damping * a[in_triangle(i, i)];
            a[in_triangle(i, i)] += added[i];
        }
        for (std::size_t i = 0; i < n_; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                if (stays[i] || stays[j]) a[in_triangle(i, j)] = i == j ? 1 : 0;
            }
            if (stays[i]) move[i] = 0;
        }
        Numbers const right = move;
        factorise_plainly(a, n_);
        solve_plainly(a, move, n_);
        double promised = 0;
        for (std::size_t i = 0; i < n_; ++i)
            promised += move[i] * (added[i] * move[i] + right[i]);
        for (std::size_t i = 0; i < n_; ++i)
            move[i] += now_.x[i];
        clip(move);
        return {move, promised};
    }

    FitTask const& task_;
    std::size_t n_;
    double const *values_, *weights_;
    PlainPoint now_;
    std::uint32_t evaluations_ = 0;
};

}  // namespace

void fit_plainly(FitTask const& task, LogSpectra<double> const& spectra, FitOutcomes& outcomes) {
    std::size_t const n = task.parameters.size(), entries = in_triangle(n, 0);
    for (std::size_t i = 0; i < spectra.count; ++i) {
        double* const values = &outcomes.values[i * n];
        double* const normal = &outcomes.normal[i * entries];
        if (spectra.used[i] <= n) {
            std::fill_n(values, n, std::nan(""));
            std::fill_n(normal, entries, std::nan(""));
            outcomes.chi2[i] = std::nan("");
            outcomes.evaluations[i] = 0;
            outcomes.end[i] = FitEnd::too_few_channels;
            continue;
        }
        PlainFit fit(task, &spectra.values[i * spectra.channels], &spectra.weights[i * spectra.channels]);
        outcomes.end[i] = fit.run(values);
        std::copy_n(fit.fitted().x.begin(), n, values);
        std::copy_n(fit.fitted().normal.begin(), entries, normal);
        outcomes.chi2[i] = fit.chi2();
        outcomes.evaluations[i] = fit.evaluations();
    }
}

}  // namespace vespa::mulumesc

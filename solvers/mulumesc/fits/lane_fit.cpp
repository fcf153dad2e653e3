#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/fits/lane_fit.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "mulumesc/fits/lane_step-inl.hpp"

#include <cmath>
#include <memory>
#include <vector>

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

/// Place in the model's order of an unknown in the lanes' order.
HWY_INLINE std::size_t place_of(std::size_t bands, std::size_t unknown) {
    if (unknown < 2) return unknown;
    std::size_t const linear = 2 + bands;
    if (unknown < linear) return 2 + 3 * (unknown - 2);
    return 3 + 3 * ((unknown - linear) / 2) + (unknown - linear) % 2;
}

/// Damping of a fresh fit, and beyond which nothing helps any more.
constexpr double first_damping = 3e-3, most_damping = 1e7;

/// The search of each lane, in plain numbers.
struct Search {
    std::size_t spectrum = 0;
    bool busy = false, fresh = true;  ///< fresh: the point on trial is the first
    std::uint32_t evaluations = 0;
    bool stalled = false;  ///< the last trial neither gained nor lost anything
    double weight = 0;     ///< sum of the channels' weights
    double damping = first_damping, growth = 2, promised = 0;
};

/// Fits spectra in lanes; a lane whose fit has ended takes the next spectrum.
template <class U>
class LaneFits {
  public:
    static constexpr std::size_t lanes = HWY_MAX_BYTES / sizeof(U);

    LaneFits(FitTask const& task, LogSpectra<U> const& spectra, FitOutcomes& outcomes)
        : task_(task),
          spectra_(spectra),
          outcomes_(outcomes),
          wavelength_(task.wavelength.begin(), task.wavelength.end()) {
        limits_.bands = task.bands;
        limits_.linear = 2 + task.bands;
        limits_.unknowns = 2 + 3 * task.bands;
        for (std::size_t i = 0; i < limits_.unknowns; ++i) {
            auto const& parameter = task.parameters[place_of(task.bands, i)];
            limits_.low[i] = static_cast<U>(parameter.low);
            limits_.high[i] = static_cast<U>(parameter.high);
            limits_.mean[i] = static_cast<U>(parameter.start);
            limits_.precision[i] = static_cast<U>(1 / (parameter.spread * parameter.spread));
        }
        values_.resize(spectra.channels);
        weights_.resize(spectra.channels);
    }

    void run() {
        for (std::size_t l = 0; l < lanes; ++l)
            refill(l);
        while (any_busy()) {
            sweep(band_rows(limits_, trial_.x), limits_.bands, wavelength_.data(), values_.data(),
                  weights_.data(), spectra_.channels, tile_, sums_);
            assemble(limits_, sums_, constant_, trial_);
            improve_linear(limits_, trial_);
            judge();
            hn::ScalableTag<U> const d;
            hn::Store(take_step(limits_, now_, damping_, next_), d, promised_.lane);
            for (std::size_t l = 0; l < lanes; ++l)
                look_ahead(l);
            for (std::size_t i = 0; i < limits_.unknowns; ++i)
                trial_.x[i] = next_[i];
        }
    }

  private:
    bool any_busy() const {
        for (auto const& s : search_) {
            if (s.busy) return true;
        }
        return false;
    }

    /// Accepts or rejects the points on trial.
    void judge() {
        Row<U> accepted{};
        for (std::size_t l = 0; l < lanes; ++l) {
            if (search_[l].busy) accepted.lane[l] = accepts(l) ? U(1) : U(0);
            damping_.lane[l] = static_cast<U>(search_[l].damping);
        }
        hn::ScalableTag<U> const d;
        auto const yes = hn::Gt(load(accepted), hn::Zero(d));
        auto const take = [&](Row<U> const& from, Row<U>& to) {
            store(hn::IfThenElse(yes, load(from), load(to)), to);
        };
        for (std::size_t i = 0; i < limits_.unknowns; ++i) {
            take(trial_.x[i], now_.x[i]);
            take(trial_.right[i], now_.right[i]);
        }
        for (std::size_t i = 0; i < in_triangle(limits_.unknowns, 0); ++i)
            take(trial_.normal[i], now_.normal[i]);
        take(trial_.objective, now_.objective);
    }

    /// Whether lane l's point on trial is better, with the damping of Nielsen (1999, IMM-REP-1999-05).
    bool accepts(std::size_t l) {
        Search& s = search_[l];
        ++s.evaluations;
        double const before = now_.objective.lane[l], after = trial_.objective.lane[l];
        if (s.fresh) {
            s.fresh = false;
            return true;
        }
        s.stalled = false;
        if (after < before) {
            double const ratio = (before - after) / s.promised, turn = 2 * ratio - 1;
            s.damping *= std::max(1.0 / 3, 1 - turn * turn * turn);
            s.growth = 2;
            return true;
        }
        // Lower than the roundings of the objective allow to see.
        s.stalled = s.promised <= 10 * task_.tolerance * before && after - before <= task_.tolerance * before;
        s.damping *= s.growth;
        s.growth *= 2;
        return false;
    }

    /// Ends the fit of lane l where its next step is not worth taking, and gives the lane another spectrum.
    void look_ahead(std::size_t l) {
        Search& s = search_[l];
        if (!s.busy) return;
        s.promised = promised_.lane[l];
        double const objective = now_.objective.lane[l];
        bool const little =
            s.promised <= std::max(task_.tolerance * objective, roundings<U>(s.weight)) && s.damping <= 1;
        if (little || s.stalled) return finish(l, FitEnd::converged);
        if (!(s.damping <= most_damping)) return finish(l, FitEnd::no_progress);
        if (s.evaluations >= task_.most_evaluations) return finish(l, FitEnd::evaluations_spent);
    }

    void finish(std::size_t l, FitEnd end) {
        Search& s = search_[l];
        std::size_t const n = limits_.unknowns, i0 = s.spectrum;
        double* const values = &outcomes_.values[i0 * n];
        double* const normal = &outcomes_.normal[i0 * in_triangle(n, 0)];
        double chi2 = now_.objective.lane[l];
        double scale[most_unknowns];
        for (std::size_t i = 0; i < n; ++i) {
            double const x = now_.x[i].lane[l], off = x - limits_.mean[i];
            values[place_of(limits_.bands, i)] = x;
            chi2 -= limits_.precision[i] * off * off;
            std::size_t const k = i < limits_.linear ? 0 : (i - limits_.linear) / 2;
            scale[i] = i < limits_.linear
                           ? 1
                           : static_cast<double>(now_.x[2 + k].lane[l]) /
                                 static_cast<double>(now_.x[limits_.linear + 2 * k + 1].lane[l]);
            for (std::size_t j = 0; j <= i; ++j) {
                std::size_t const a = place_of(limits_.bands, i), b = place_of(limits_.bands, j);
                double const entry = now_.normal[in_triangle(i, j)].lane[l] * scale[i] * scale[j];
                normal[in_triangle(std::max(a, b), std::min(a, b))] =
                    entry + (i == j ? static_cast<double>(limits_.precision[i]) : 0);
            }
        }
        outcomes_.chi2[i0] = chi2;
        outcomes_.evaluations[i0] = s.evaluations;
        outcomes_.end[i0] = end;
        refill(l);
    }

    /// Gives lane l the next spectrum that can be fitted; the point on trial becomes its start.
    void refill(std::size_t l) {
        Search& s = search_[l];
        s = {};
        while (next_spectrum_ < spectra_.count && spectra_.used[next_spectrum_] <= limits_.unknowns)
            skip(next_spectrum_++);
        if (next_spectrum_ == spectra_.count) return;
        s.busy = true;
        s.spectrum = next_spectrum_++;
        U const* const values = &spectra_.values[s.spectrum * spectra_.channels];
        U const* const weights = &spectra_.weights[s.spectrum * spectra_.channels];
        double sums[3] = {};
        for (std::size_t c = 0; c < spectra_.channels; ++c) {
            values_[c].lane[l] = values[c];
            weights_[c].lane[l] = weights[c];
            double const w = weights[c], u = w / static_cast<double>(wavelength_[c]);
            sums[0] += w * w, sums[1] += w * u, sums[2] += u * u;
        }
        s.weight = sums[0];
        for (std::size_t i = 0; i < 3; ++i)
            constant_[i].lane[l] = static_cast<U>(sums[i]);
        for (std::size_t i = 0; i < limits_.unknowns; ++i) {
            double const start = outcomes_.values[s.spectrum * limits_.unknowns + place_of(limits_.bands, i)];
            // A start that is not a number, which a fit in floats may have left, gives way to the model's.
            U const x = std::isfinite(start) ? static_cast<U>(start) : limits_.mean[i];
            next_[i].lane[l] = trial_.x[i].lane[l] = std::min(std::max(x, limits_.low[i]), limits_.high[i]);
        }
    }

    void skip(std::size_t i) {
        std::size_t const n = limits_.unknowns;
        std::fill_n(&outcomes_.values[i * n], n, std::nan(""));
        std::fill_n(&outcomes_.normal[i * in_triangle(n, 0)], in_triangle(n, 0), std::nan(""));
        outcomes_.chi2[i] = std::nan("");
        outcomes_.evaluations[i] = 0;
        outcomes_.end[i] = FitEnd::too_few_channels;
    }

    FitTask const& task_;
    LogSpectra<U> const& spectra_;
    FitOutcomes& outcomes_;
    std::vector<U> wavelength_;
    std::vector<Row<U>> values_, weights_;  // [channel]
    Limits<U> limits_{};
    Tile<U> tile_;
    Moments<U> sums_;
    Point<U> now_{}, trial_{};
    Row<U> constant_[3] = {}, damping_{}, promised_{}, next_[most_unknowns] = {};
    Search search_[lanes];
    std::size_t next_spectrum_ = 0;
};

static void fit_floats(FitTask const& task, LogSpectra<float> const& spectra, FitOutcomes& outcomes) {
    std::make_unique<LaneFits<float>>(task, spectra, outcomes)->run();
}
static void fit_doubles(FitTask const& task, LogSpectra<double> const& spectra, FitOutcomes& outcomes) {
    std::make_unique<LaneFits<double>>(task, spectra, outcomes)->run();
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::mulumesc {

HWY_EXPORT(fit_floats);
HWY_EXPORT(fit_doubles);

template <>
void fit_in_lanes(FitTask const& task, LogSpectra<float> const& spectra, FitOutcomes& outcomes) {
    HWY_DYNAMIC_DISPATCH(fit_floats)(task, spectra, outcomes);
}
template <>
void fit_in_lanes(FitTask const& task, LogSpectra<double> const& spectra, FitOutcomes& outcomes) {
    HWY_DYNAMIC_DISPATCH(fit_doubles)(task, spectra, outcomes);
}

}  // namespace vespa::mulumesc
#endif

#include "mulumesc/crism/evaluate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "mulumesc/crism/polynomial.hpp"

namespace vespa::mulumesc {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Of rising or any values; NaN for none.
double percentile(std::vector<double> values, double percent) {
    if (values.empty()) return nan;
    std::sort(values.begin(), values.end());
    double const place = percent / 100 * static_cast<double>(values.size() - 1);
    auto const below = static_cast<std::size_t>(place);
    auto const above = std::min(below + 1, values.size() - 1);
    double const part = place - static_cast<double>(below);
    return values[below] + part * (values[above] - values[below]);
}

/// One formula of one spectrum.
class Evaluation {
  public:
    Evaluation(FormulaInput const& input, std::uint8_t& flags) : in_(input), flags_(flags) {}

    double of(Formula const& f) {
        auto const argument = [&](std::size_t k) { return of(f.arguments[k]); };
        switch (f.operation) {
            case Operation::number:
                return f.value;
            case Operation::parameter:
                flags_ |= in_.value_flags[static_cast<std::size_t>(f.value)];
                return in_.values[static_cast<std::size_t>(f.value)];
            case Operation::add:
                return argument(0) + argument(1);
            case Operation::subtract:
                return argument(0) - argument(1);
            case Operation::multiply:
                return argument(0) * argument(1);
            case Operation::divide:
                return argument(0) / argument(1);
            case Operation::power:
                return std::pow(argument(0), argument(1));
            case Operation::negate:
                return -argument(0);
            case Operation::root:
                return std::sqrt(argument(0));
            case Operation::least:
                return least(f);
            case Operation::integral:
            case Operation::sum:
                return over_range(f);
            case Operation::own:
                return in_.reflectance[channel_];
            case Operation::percent_line:
                return percent_line(f);
            case Operation::peak:
            case Operation::top:
                return polynomial(f);
            default:
                return of_samples(f);
        }
    }

  private:
    double r(Formula const& f, std::size_t k) {
        flags_ |= in_.sample_flags[f.samples[k]];
        return in_.medians[f.samples[k]];
    }
    /// True wavelength of the channel, µm.
    double x(Formula const& f, std::size_t k) const {
        return in_.axis.wavelength[in_.kernels[f.samples[k]].centre];
    }
    /// The straight line through samples p and q.
    double line(Formula const& f, std::size_t p, std::size_t q, double at) {
        double const xp = x(f, p), part = (at - xp) / (x(f, q) - xp);
        double const rp = r(f, p), rq = r(f, q);
        return (1 - part) * rp + part * rq;
    }

    double of_samples(Formula const& f) {
        auto const ratio_to_line = [&](std::size_t c, std::size_t p, std::size_t q) {
            return r(f, c) / line(f, p, q, x(f, c));
        };
        switch (f.operation) {
            case Operation::reflectance:
                return r(f, 0);
            case Operation::wavelength:
                flags_ |= static_cast<std::uint8_t>(in_.sample_flags[f.samples[0]] & off_axis);
                return 1000 * x(f, 0);
            case Operation::line:
                return f.samples.size() == 2 ? line(f, 0, 1, in_.axis.wavelength[channel_])
                                             : line(f, 1, 2, x(f, 0));
            case Operation::band_depth:
                return 1 - ratio_to_line(1, 0, 2);
            case Operation::two_depth:
                return 1 - 0.5 * (r(f, 1) + r(f, 2)) / line(f, 0, 3, 0.5 * (x(f, 1) + x(f, 2)));
            case Operation::shoulder:
                return 1 - 1 / ratio_to_line(1, 0, 2);
            case Operation::below_line:
                return 1 - ratio_to_line(0, 1, 2);
            case Operation::below_size: {
                double const level = line(f, 1, 2, x(f, 0));
                return (level - r(f, 0)) / std::abs(level);
            }
            default:  // over_line
                return ratio_to_line(0, 1, 2);
        }
    }

    double least(Formula const& f) {
        double best = std::numeric_limits<double>::infinity();
        for (auto const& argument : f.arguments) {
            double const value = of(argument);
            best = std::isnan(value) || std::isnan(best) ? nan : std::min(best, value);
        }
        return best;
    }

    /// Good channels from the one nearest to `low` to the one nearest to `high`; none, with a flag, where the
    /// axis does not reach so far or one is missing.
    std::vector<std::size_t> channels_in(double low_nm, double high_nm) {
        auto const low = kernel_of({low_nm, 1}, in_.axis), high = kernel_of({high_nm, 1}, in_.axis);
        flags_ |= static_cast<std::uint8_t>((low.flags | high.flags) & off_axis);
        std::vector<std::size_t> channels;
        if (((low.flags | high.flags) & off_axis) != 0) return channels;
        for (auto i = low.centre; i <= high.centre; ++i) {
            if (!in_.axis.good[i]) continue;
            if (!std::isfinite(in_.reflectance[i])) {
                flags_ |= no_measurement;
                return {};
            }
            channels.push_back(i);
        }
        return channels;
    }

    double over_range(Formula const& f) {
        auto const channels = channels_in(f.limits[0], f.limits[1]);
        if (channels.empty()) return nan;
        double sum = 0, before = 0;
        for (std::size_t k = 0; k < channels.size(); ++k) {
            channel_ = channels[k];
            double const value = of(f.arguments[0]);
            if (f.operation == Operation::sum) {
                sum += value;
            } else if (k > 0) {
                double const step = in_.axis.wavelength[channels[k]] - in_.axis.wavelength[channels[k - 1]];
                sum += 0.5 * step * (before + value);
            }
            before = value;
        }
        return sum;
    }

    /// Its two points are found once: the line is the same for all channels of a range.
    double percent_line(Formula const& f) {
        if (line_of_ != &f) {
            line_of_ = &f;
            for (std::size_t k = 0; k < 2; ++k) {
                std::vector<double> wavelengths, values;
                for (auto const i : channels_in(f.limits[3 * k], f.limits[3 * k + 1])) {
                    wavelengths.push_back(in_.axis.wavelength[i]);
                    values.push_back(in_.reflectance[i]);
                }
                points_[k] = {percentile(std::move(wavelengths), 50),
                              percentile(std::move(values), f.limits[3 * k + 2])};
            }
        }
        double const part = (in_.axis.wavelength[channel_] - points_[0][0]) / (points_[1][0] - points_[0][0]);
        return points_[0][1] + part * (points_[1][1] - points_[0][1]);
    }

    double polynomial(Formula const& f) {
        std::vector<double> at, value;
        for (std::size_t k = 0; k < f.samples.size(); ++k) {
            at.push_back(x(f, k));
            value.push_back(r(f, k));
            if (std::isnan(value.back()) || (k > 0 && !(at[k] > at[k - 1]))) return nan;
        }
        auto const highest = highest_of_polynomial(at, value, static_cast<int>(f.value));
        return f.operation == Operation::peak ? highest.at : highest.value;
    }

    FormulaInput const& in_;
    std::uint8_t& flags_;
    std::size_t channel_ = 0;
    Formula const* line_of_ = nullptr;
    std::array<std::array<double, 2>, 2> points_{};
};

}  // namespace

double evaluate(Formula const& formula, FormulaInput const& input, std::uint8_t& flags) {
    double const value = Evaluation(input, flags).of(formula);
    if (std::isfinite(value)) return value;
    if ((flags & (off_axis | no_measurement)) == 0) flags |= undefined;
    return nan;
}

}  // namespace vespa::mulumesc

#include "mulumesc/fits/searches.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::mulumesc {

namespace {

/// How the starts of a further search differ: every other band is wider by the factor, those between
/// narrower; every other centre lies higher by so many widths, those between lower. In this order they meet
/// most of the lower minima that blended bands have (README.md, "Several minima").
struct Variation {
    double width_factor, centre_shift;
};
constexpr Variation variations[most_searches - 1] = {{1.2, 0}, {0.8, 0},   {1, 0.15},
                                                     {1, 0.3}, {1, -0.15}, {0.9, -0.3}};

std::vector<double> varied_starts(BandModel const& model, Variation const& by, std::size_t count,
                                  std::span<double const> starts) {
    auto const parameters = parameters_of(model);
    std::size_t const n = parameters.size(), each = band_parameters(model.shape);
    std::vector<double> varied(count * n);
    for (std::size_t i = 0; i < count; ++i) {
        double* const x = &varied[i * n];
        for (std::size_t j = 0; j < n; ++j)
            x[j] = starts.empty() ? parameters[j].start : starts[i * n + j];
        for (std::size_t k = 0; k < model.bands.size(); ++k) {
            double* const band = x + 2 + k * each;
            bool const odd = k % 2 == 1;
            band[1] += (odd ? by.centre_shift : -by.centre_shift) * band[2];
            band[2] *= odd ? by.width_factor : 1 / by.width_factor;
        }
    }
    return varied;
}

double objective(std::vector<FitParameter> const& parameters, FitResult const& fits, std::size_t i) {
    double sum = fits.chi2[i];
    for (std::size_t j = 0; j < parameters.size(); ++j)
        sum += std::pow((fits.values[i * parameters.size() + j] - parameters[j].start) / parameters[j].spread,
                        2);
    return sum;
}

template <class Values>
void take_over(Values const& from, Values& to, std::size_t i, std::size_t each) {
    if (!to.empty())
        std::copy_n(from.begin() + static_cast<long>(i * each), each,
                    to.begin() + static_cast<long>(i * each));
}

void take_over(FitResult const& from, FitResult& to, std::size_t i) {
    std::size_t const n = to.parameters;
    take_over(from.values, to.values, i, n);
    take_over(from.errors, to.errors, i, n);
    take_over(from.correlation, to.correlation, i, n * (n - 1) / 2);
    take_over(from.condition, to.condition, i, 1);
    take_over(from.chi2, to.chi2, i, 1);
    take_over(from.end, to.end, i, 1);
    take_over(from.flags, to.flags, i, 1);
}

}  // namespace

FitResult best_of_searches(BandModel const& model, FitOptions const& options, std::size_t count,
                           std::span<double const> starts,
                           std::function<FitResult(std::span<double const>)> const& fit) {
    FitResult best = fit(starts);
    auto const parameters = parameters_of(model);
    for (std::size_t s = 1; s < options.searches; ++s) {
        FitResult const other = fit(varied_starts(model, variations[s - 1], count, starts));
        for (std::size_t i = 0; i < count; ++i) {
            best.evaluations[i] += other.evaluations[i];
            if (objective(parameters, other, i) < objective(parameters, best, i)) take_over(other, best, i);
        }
    }
    return best;
}

}  // namespace vespa::mulumesc

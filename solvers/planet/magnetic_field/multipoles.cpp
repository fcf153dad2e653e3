#include "planet/magnetic_field/multipoles.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors/bad_input.hpp"

namespace vespa::planet {
namespace {

// Factor that turns P̂_nM = (n−M)! / ((2M−1)!! κ^{n−M}) dᴹP_n/duᴹ into S_nm dᴹP_n/duᴹ, S_nm of the Schmidt
// semi-normalisation. Long double: factorials of 2·150 do not fit a double.
double row_factor(int n, int column, int m, double inverse_scale) {
    long double squared = m > 0 ? 2 : 1;  // S_nm² = (2 − δ_m0) (n−m)!/(n+m)!
    for (int k = n - m + 1; k <= n + m; ++k)
        squared /= k;
    long double factor = std::sqrt(squared);
    for (int k = 1; k <= column; ++k)
        factor *= 2 * k - 1;
    for (int k = 1; k <= n - column; ++k)
        factor /= k * static_cast<long double>(inverse_scale);
    return static_cast<double>(factor);
}

// Factor that turns Q_nm = κ^{n−m} dᵐP_n/duᵐ / (2n−1)!! into S_nm dᵐP_n/duᵐ.
double field_factor(int n, int m, double scale) {
    long double squared = m > 0 ? 2 : 1;  // S_nm² = (2 − δ_m0) (n−m)!/(n+m)!
    for (int k = n - m + 1; k <= n + m; ++k)
        squared /= k;
    long double factor = std::sqrt(squared);
    for (int k = 1; k <= n; ++k)
        factor *= 2 * k - 1;
    for (int k = m; k < n; ++k)
        factor /= static_cast<long double>(scale);
    return static_cast<double>(factor);
}

}  // namespace

MultipoleCoefficients at_epoch(MultipoleCoefficients const& coefficients, double year,
                               std::string const& where) {
    auto const decimal = [](double v) {
        std::string text = std::to_string(v);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text += '0';
        return text;
    };
    if (!coefficients.dated) {
        throw BadInput(
            "epoch = " + decimal(year) + ", but " + coefficients.name + " does not change with time", where,
            "no epoch");
    }
    if (!(year >= coefficients.first_year && year <= coefficients.last_year)) {
        throw BadInput("epoch = " + decimal(year) + " is outside the years of " + coefficients.name, where,
                       decimal(coefficients.first_year) + " to " + decimal(coefficients.last_year));
    }
    MultipoleCoefficients result = coefficients;
    for (std::size_t i = 0; i < result.g.size(); ++i) {
        result.g[i] += (year - coefficients.epoch) * coefficients.g_rate[i];
        result.h[i] += (year - coefficients.epoch) * coefficients.h_rate[i];
    }
    result.epoch = year;
    return result;
}

InternalMultipoles::InternalMultipoles(MultipoleCoefficients const& coefficients, int degree)
    : degree_(degree),
      highest_column_(std::min(degree, coefficients.order + 2)),
      axial_(coefficients.order == 0),
      radius_m_(coefficients.radius_m),
      inverse_radius_(1 / radius_m_) {
    if (degree < 1 || degree > std::min(coefficients.degree, highest_multipole_degree)) {
        throw std::invalid_argument("degree " + std::to_string(degree) + " of an internal field");
    }
    if (!(radius_m_ > 0)) throw std::invalid_argument("the radius of an internal field is not positive");
    // (n−M)!/κ^{n−M} stays within a few powers of ten for κ about degree/e.
    double const inverse_scale = std::exp2(-std::round(std::log2(std::max(1.0, degree / 2.7))));
    for (int n = 1; n <= degree; ++n) {
        row_factors_.push_back((2 * n - 1) * inverse_scale);
        row_factors_.push_back((n - 1) * inverse_scale * (n - 1) * inverse_scale);
    }
    std::size_t const rows = first_row(highest_column_ + 1);
    values_.resize(factors * rows);
    second_values_.resize(second_factors * rows);
    auto* first = values_.data();
    auto* second = second_values_.data();
    for (int column = 0; column <= highest_column_; ++column) {
        for (int n = column; n <= degree; ++n, first += factors, second += second_factors) {
            for (int m = column; m >= std::max(0, column - 2); --m) {
                if (n == 0 || m > coefficients.order) continue;
                double const factor = row_factor(n, column, m, inverse_scale) * (column > 0 ? 1 : n + 1);
                Factor* const to = m == column - 2 ? second : first + 2 * (column - m);
                std::ranges::fill(to[0].copies, factor * coefficients.g[MultipoleCoefficients::index(n, m)]);
                std::ranges::fill(to[1].copies, factor * coefficients.h[MultipoleCoefficients::index(n, m)]);
            }
        }
    }
    if (degree <= highest_harmonic_degree) make_field_values(coefficients);
}

void InternalMultipoles::make_field_values(MultipoleCoefficients const& coefficients) {
    // (2n−1)!! grows as (2n/e)^n.
    field_scale_ = std::exp2(std::round(std::log2(std::max(1.0, degree_ / 1.4))));
    auto const value = [&](std::vector<double> const& of, int n, int m) {
        return n > degree_ || m > coefficients.order
                   ? 0
                   : field_factor(n, m, field_scale_) * of[MultipoleCoefficients::index(n, m)];
    };
    first_zonal_value_ = value(coefficients.g, 1, 0);
    for (int n = 2; n <= degree_ + 1; ++n) {
        double const decline = field_scale_ * field_scale_ / ((2.0 * n - 3) * (2.0 * n - 1));
        zonal_rows_.push_back({field_scale_ / (n - 1), decline * n / (n - 1), decline,
                               value(coefficients.g, n, 0), (2 * n - 1) * value(coefficients.g, n - 1, 0)});
    }
    if (axial()) return;
    for (int m = 1; m <= degree_; ++m) {
        for (int n = m; n <= degree_; ++n) {
            for (auto const* of : {&coefficients.g, &coefficients.h}) {
                field_values_.emplace_back();
                std::ranges::fill(field_values_.back().copies, value(*of, n, m));
            }
        }
    }
}

}  // namespace vespa::planet

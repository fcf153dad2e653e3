#include "lbl/instrument/k_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace vespa::lbl {
namespace {

/// exp(-v u) of all values for amounts that double from step to step, by squares.
class Transmissions {
  public:
    explicit Transmissions(std::span<double const> values) : values_(values), of_value_(values.size()) {}

    /// Their mean at the amount `u`: the first, then always twice the one before.
    double mean_at(double u) {
        constexpr int squares_in_a_row = 12;  // each doubles the relative error: 1e-12 of 1e-16
        if (steps_++ % squares_in_a_row == 0) {
            for (std::size_t i = 0; i < values_.size(); ++i)
                of_value_[i] = std::exp(-values_[i] * u);
        } else {
            for (double& t : of_value_)
                t = t < 1e-100 ? 0 : t * t;
        }
        std::array<double, 4> sums{};
        std::size_t i = 0;
        for (; i + 4 <= of_value_.size(); i += 4)
            for (std::size_t k = 0; k < 4; ++k)
                sums[k] += of_value_[i + k];
        for (; i < of_value_.size(); ++i)
            sums[0] += of_value_[i];
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) / static_cast<double>(of_value_.size());
    }

  private:
    std::span<double const> values_;
    std::vector<double> of_value_;
    int steps_ = 0;
};

}  // namespace

double transmission_error_bound(Quadrature const& rule, std::size_t points) {
    if (points == 0) throw std::invalid_argument("transmission_error_bound: no points");
    double worst = 0, weight = 0;
    for (std::size_t i = 0; i < rule.node.size(); ++i) {
        worst = std::max(worst, rule.node[i] - weight);
        weight += rule.weight[i];
        worst = std::max(worst, weight - rule.node[i]);
    }
    return worst + 0.5 / static_cast<double>(points);
}

double transmission_error(std::span<double const> values, Quadrature const& rule, std::span<double const> k) {
    if (values.empty() || k.size() != rule.weight.size())
        throw std::invalid_argument("transmission_error: no values, or not one for each node");
    double const largest = *std::max_element(values.begin(), values.end());
    double least = largest;
    for (double const value : values)
        if (value > 0) least = std::min(least, value);
    if (!(largest > 0)) return 0;
    constexpr double transparent = 1.0 / 64, opaque = 16;
    Transmissions transmissions(values);
    double worst = 0;
    for (double u = transparent / largest; u * least < opaque && std::isfinite(u * largest); u *= 2) {
        double of_nodes = 0;
        for (std::size_t i = 0; i < k.size(); ++i)
            of_nodes += rule.weight[i] * std::exp(-k[i] * u);
        worst = std::max(worst, std::abs(of_nodes - transmissions.mean_at(u)));
    }
    return worst;
}

}  // namespace vespa::lbl

#include "mulumesc/crism/polynomial.hpp"

#include <vector>

namespace vespa::mulumesc {

namespace {

constexpr int places = 1001;

/// p_{k+1}(t) = (t − a_k) p_k(t) − b_k p_{k−1}(t), orthogonal over the points (Forsythe 1957).
struct Recurrence {
    std::vector<double> a, b, coefficient;

    double operator()(double t) const {
        double before = 0, here = 1, sum = coefficient[0];
        for (std::size_t k = 0; k + 1 < coefficient.size(); ++k) {
            double const next = (t - a[k]) * here - b[k] * before;
            before = here;
            here = next;
            sum += coefficient[k + 1] * here;
        }
        return sum;
    }
};

Recurrence fitted(std::vector<double> const& t, std::span<double const> y, int degree) {
    auto const n = t.size();
    std::vector<double> before(n, 0), here(n, 1);
    Recurrence out;
    double norm_before = 1;
    for (int k = 0; k <= degree; ++k) {
        double norm = 0, first = 0, product = 0;
        for (std::size_t i = 0; i < n; ++i) {
            norm += here[i] * here[i];
            first += t[i] * here[i] * here[i];
            product += here[i] * y[i];
        }
        out.a.push_back(first / norm);
        out.b.push_back(k > 0 ? norm / norm_before : 0);
        out.coefficient.push_back(product / norm);
        norm_before = norm;
        for (std::size_t i = 0; i < n; ++i) {
            double const next = (t[i] - out.a.back()) * here[i] - out.b.back() * before[i];
            before[i] = here[i];
            here[i] = next;
        }
    }
    return out;
}

}  // namespace

Highest highest_of_polynomial(std::span<double const> x, std::span<double const> y, int degree) {
    double const middle = (x.front() + x.back()) / 2, half = (x.back() - x.front()) / 2;
    std::vector<double> t;
    for (double const one : x)
        t.push_back((one - middle) / half);
    auto const polynomial = fitted(t, y, degree);
    Highest best{x.front(), polynomial(-1)};
    for (int i = 1; i < places; ++i) {
        double const at = -1 + 2.0 * i / (places - 1), value = polynomial(at);
        if (value > best.value) best = {middle + half * at, value};
    }
    return best;
}

}  // namespace vespa::mulumesc

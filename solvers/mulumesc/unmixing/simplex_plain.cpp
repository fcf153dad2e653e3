#include <algorithm>
#include <cmath>

#include "mulumesc/unmixing/simplex_task.hpp"

namespace vespa::mulumesc {

namespace {

using Numbers = std::vector<double>;

/// The problem restricted to the unknowns that may differ from 0.
class Restricted {
  public:
    Restricted(SimplexTask const& task, double const* right)
        : task_(task), right_(right), n_(task.unknowns) {}

    /// Minimum over x_i, i free, without regard to signs; the multiplier of Σ x = 1 goes to `multiplier`.
    Numbers solve(std::vector<bool> const& free, double& multiplier) const {
        std::vector<std::size_t> at;
        for (std::size_t i = 0; i < n_; ++i) {
            if (free[i]) at.push_back(i);
        }
        std::size_t const m = at.size();
        Numbers l(m * m), u(m), v(m, 1);
        for (std::size_t i = 0; i < m; ++i) {
            u[i] = right_[at[i]];
            for (std::size_t j = 0; j <= i; ++j) {
                double sum = task_.gram[at[i] * n_ + at[j]];
                double const diagonal = sum;
                for (std::size_t k = 0; k < j; ++k)
                    sum -= l[i * m + k] * l[j * m + k];
                l[i * m + j] = i == j ? std::sqrt(sum > 1e-15 * diagonal ? sum : 1e30) : sum / l[j * m + j];
            }
        }
        substitute(l, u, m);
        substitute(l, v, m);
        multiplier = 0;
        if (task_.sum_to_one) {
            double of_u = 0, of_v = 0;
            for (std::size_t i = 0; i < m; ++i)
                of_u += u[i], of_v += v[i];
            multiplier = (of_u - 1) / of_v;
        }
        Numbers x(n_);
        for (std::size_t i = 0; i < m; ++i)
            x[at[i]] = u[i] - multiplier * v[i];
        return x;
    }

    /// Half the rate at which the objective falls as unknown i rises: not positive at a minimum.
    double dual(std::size_t i, double const* x, double multiplier) const {
        double sum = right_[i] - multiplier;
        for (std::size_t j = 0; j < n_; ++j)
            sum -= task_.gram[i * n_ + j] * x[j];
        return sum;
    }

    /// What a dual is compared with.
    double size() const {
        double most = 0;
        for (std::size_t i = 0; i < n_; ++i)
            most = std::max({most, std::abs(right_[i]), task_.gram[i * n_ + i]});
        return most;
    }

  private:
    static void substitute(Numbers const& l, Numbers& x, std::size_t m) {
        for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j < i; ++j)
                x[i] -= l[i * m + j] * x[j];
            x[i] /= l[i * m + i];
        }
        for (std::size_t i = m; i-- > 0;) {
            for (std::size_t j = i + 1; j < m; ++j)
                x[i] -= l[j * m + i] * x[j];
            x[i] /= l[i * m + i];
        }
    }

    SimplexTask const& task_;
    double const* right_;
    std::size_t n_;
};

/// Lawson & Hanson's active set from an allowed point on.
class Search {
  public:
    Search(SimplexTask const& task, double const* right, double* x)
        : task_(task), problem_(task, right), x_(x), free_(task.unknowns) {
        for (std::size_t i = 0; i < task.unknowns; ++i)
            free_[i] = x[i] > 0;
    }

    /// Goes to the minimum over the unknowns that are free, dropping those that would fall below 0.
    void settle() {
        for (bool inside = false; !inside && !is_spent();) {
            ++outcome_.solutions;
            Numbers const to = problem_.solve(free_, multiplier_);
            double step = 1;
            for (std::size_t i = 0; i < task_.unknowns; ++i) {
                if (free_[i] && to[i] <= 0) step = std::min(step, x_[i] / (x_[i] - to[i]));
            }
            inside = step == 1;
            for (std::size_t i = 0; i < task_.unknowns; ++i) {
                x_[i] += step * (to[i] - x_[i]);
                if (inside) x_[i] = to[i];
                if (free_[i] && to[i] <= 0 && x_[i] <= 1e-15) free_[i] = false, x_[i] = 0;
            }
        }
    }

    /// Without a step, as where one unknown alone is free.
    void find_multiplier() { problem_.solve(free_, multiplier_); }

    /// Frees what the objective falls with, the steepest first, until nothing is left.
    SimplexOutcome finish() {
        while (!is_spent()) {
            std::size_t const n = task_.unknowns;
            std::size_t enters = n;
            double most = dual_tolerance * problem_.size();
            for (std::size_t i = 0; i < n; ++i) {
                double const dual = free_[i] ? 0 : problem_.dual(i, x_, multiplier_);
                if (dual > most) most = dual, enters = i;
            }
            if (enters == n) return outcome_;
            free_[enters] = true;
            settle();
        }
        outcome_.end = UnmixingEnd::solutions_spent;
        return outcome_;
    }

  private:
    bool is_spent() const { return outcome_.solutions >= task_.most_solutions; }

    SimplexTask const& task_;
    Restricted problem_;
    double* x_;
    std::vector<bool> free_;
    SimplexOutcome outcome_;
    double multiplier_ = 0;
};

}  // namespace

// Begun at the best single endmember (Σ x = 1) or at nothing.
SimplexOutcome solve_simplex_plainly(SimplexTask const& task, double const* right, double* x) {
    std::size_t const n = task.unknowns;
    std::fill_n(x, n, 0.0);
    if (task.sum_to_one) {
        std::size_t best = 0;
        auto const alone = [&](std::size_t i) { return task.gram[i * n + i] - 2 * right[i]; };
        for (std::size_t i = 1; i < n; ++i) {
            if (alone(i) < alone(best)) best = i;
        }
        x[best] = 1;
    }
    Search search(task, right, x);
    search.find_multiplier();
    return search.finish();
}

SimplexOutcome improve_simplex_plainly(SimplexTask const& task, double const* right, double* x) {
    Search search(task, right, x);
    search.settle();
    return search.finish();
}

}  // namespace vespa::mulumesc

#include "planet/magnetic_field/multipoles_reference.hpp"

#include <cmath>

namespace vespa::planet {
namespace {

double ratio_of_norms(int n, int m, int n2, int m2) {  // S_nm / S_{n2,m2}
    auto const log_squared = [](int i, int j) {
        return (j > 0 ? std::log(2.0L) : 0.0L) + std::lgamma(static_cast<long double>(i - j + 1)) -
               std::lgamma(static_cast<long double>(i + j + 1));
    };
    return static_cast<double>(std::exp((log_squared(n, m) - log_squared(n2, m2)) / 2));
}

std::size_t at(int n, int m) {
    return MultipoleCoefficients::index(n, m);
}

}  // namespace

// A position in reference radii.
struct MultipoleReference::Point {
    Point(std::array<double, 3> const& position, double radius)
        : x(position[0] / radius), y(position[1] / radius), z(position[2] / radius) {
        rho = 1 / std::sqrt(x * x + y * y + z * z);
        p = x * rho * rho;
        q = y * rho * rho;
        w = z * rho * rho;
    }
    double x, y, z;
    double rho;      // 1/r
    double p, q, w;  // x/r², y/r², z/r²
};

// The potential is Re Σ_m C_m(z, r²) (x + iy)^m. "Explicit" derivatives hold r² fixed; D means 2 ∂/∂(r²).
// With Z = p + iq: explicit first derivatives over ρ³, and Σ (n+m+1) V_nm over ρ.
struct MultipoleReference::First {
    double x = 0, y = 0, z = 0;
    double n_weighted = 0;
    double d(Point const& point) const { return n_weighted + point.w * z; }  // −D V / ρ³
};

// Explicit second derivatives and the (n+m+1)- or (n+m+2)-weighted first ones, over ρ⁵.
struct MultipoleReference::Second {
    double xx = 0, xy = 0, xz = 0, yz = 0, zz = 0;
    double n_x = 0, n_y = 0, n_z = 0;
};

MultipoleReference::MultipoleReference(MultipoleCoefficients const& coefficients, int degree)
    : degree_(degree), radius_m_(coefficients.radius_m) {
    for (int n = 0; n <= degree; ++n) {
        diagonal_.push_back(n == 0 ? 1 : (2 * n - 1) * ratio_of_norms(n, n, n - 1, n - 1));
        for (int m = 0; m <= n; ++m) {
            Term term{0, 0, coefficients.g[at(n, m)], coefficients.h[at(n, m)], 0, 0};
            if (n > m) {
                term.a = (2.0 * n - 1) / (n - m) * ratio_of_norms(n, m, n - 1, m);
                term.raised_1 = ratio_of_norms(n, m, n, m + 1);
            }
            if (n > m + 1) {
                term.b = (n + m - 1.0) / (n - m) * ratio_of_norms(n, m, n - 2, m);
                term.raised_2 = ratio_of_norms(n, m, n, m + 2);
            }
            terms_.push_back(term);
        }
    }
}

// Calls add_order(m, p, Z^m, Z^{m−1}, Z^{m−2} as real and imaginary parts), p[at(n, m)] = ρ^{n−m} S_nm
// dᵐP_n/duᵐ.
template <class AddOrder>
void MultipoleReference::for_each_order(Point const& point, AddOrder&& add_order) const {
    std::vector<double> p(terms_.size());
    double diagonal = 1;
    for (int m = 0; m <= degree_; ++m) {
        p[at(m, m)] = diagonal *= diagonal_[static_cast<std::size_t>(m)];
        for (int n = m + 1; n <= degree_; ++n) {
            auto const& term = terms_[at(n, m)];
            double const before = n > m + 1 ? term.b * point.rho * point.rho * p[at(n - 2, m)] : 0;
            p[at(n, m)] = term.a * point.w * p[at(n - 1, m)] - before;
        }
    }
    double re[3] = {1, 0, 0}, im[3] = {0, 0, 0};
    for (int m = 0; m <= degree_; ++m) {
        add_order(m, p, re, im);
        re[2] = re[1], im[2] = im[1];
        re[1] = re[0], im[1] = im[0];
        re[0] = point.p * re[1] - point.q * im[1];
        im[0] = point.p * im[1] + point.q * re[1];
    }
}

auto MultipoleReference::first_sums(Point const& point) const -> First {
    First sums;
    for_each_order(point, [&](int m, std::vector<double> const& p, double const* re, double const* im) {
        double c = 0, d = 0, c_n = 0, d_n = 0, c_z = 0, d_z = 0;
        for (int n = std::max(m, 1); n <= degree_; ++n) {
            auto const& term = terms_[at(n, m)];
            double const value = p[at(n, m)];
            double const raised = n > m ? term.raised_1 * p[at(n, m + 1)] : 0;
            c += term.g * value;
            d += term.h * value;
            c_n += (n + m + 1) * (term.g * value);
            d_n += (n + m + 1) * (term.h * value);
            c_z += term.g * raised;
            d_z += term.h * raised;
        }
        sums.x += m * (c * re[1] + d * im[1]);
        sums.y += m * (d * re[1] - c * im[1]);
        sums.z += c_z * re[0] + d_z * im[0];
        sums.n_weighted += c_n * re[0] + d_n * im[0];
    });
    return sums;
}

auto MultipoleReference::second_sums(Point const& point) const -> Second {
    Second sums;
    for_each_order(point, [&](int m, std::vector<double> const& p, double const* re, double const* im) {
        double c = 0, d = 0, c_n = 0, d_n = 0, c_z = 0, d_z = 0, c_nz = 0, d_nz = 0, c_zz = 0, d_zz = 0;
        for (int n = std::max(m, 1); n <= degree_; ++n) {
            auto const& term = terms_[at(n, m)];
            double const value = p[at(n, m)];
            double const raised = n > m ? term.raised_1 * p[at(n, m + 1)] : 0;
            double const twice = n > m + 1 ? term.raised_2 * p[at(n, m + 2)] : 0;
            c += term.g * value;
            d += term.h * value;
            c_n += (n + m + 1) * (term.g * value);
            d_n += (n + m + 1) * (term.h * value);
            c_z += term.g * raised;
            d_z += term.h * raised;
            c_nz += (n + m + 2) * (term.g * raised);
            d_nz += (n + m + 2) * (term.h * raised);
            c_zz += term.g * twice;
            d_zz += term.h * twice;
        }
        sums.xx += m * (m - 1) * (c * re[2] + d * im[2]);
        sums.xy += m * (m - 1) * (d * re[2] - c * im[2]);
        sums.xz += m * (c_z * re[1] + d_z * im[1]);
        sums.yz += m * (d_z * re[1] - c_z * im[1]);
        sums.zz += c_zz * re[0] + d_zz * im[0];
        sums.n_x += m * (c_n * re[1] + d_n * im[1]);
        sums.n_y += m * (d_n * re[1] - c_n * im[1]);
        sums.n_z += c_nz * re[0] + d_nz * im[0];
    });
    return sums;
}

std::array<double, 3> MultipoleReference::field(std::array<double, 3> const& position) const {
    Point const at_point(position, radius_m_);
    First const first = first_sums(at_point);
    double const factor = -at_point.rho * at_point.rho * at_point.rho;
    double const d = first.d(at_point);
    return {factor * (first.x - at_point.x * d), factor * (first.y - at_point.y * d),
            factor * (first.z - at_point.z * d)};
}

FieldAtPoint MultipoleReference::field_and_gradient(std::array<double, 3> const& position) const {
    Point const point(position, radius_m_);
    Second const s = second_sums(point);
    double const d = first_sums(point).d(point);
    // ∂_i∂_j V = V_ij + x_j D V_i + x_i D V_j + δ_ij D V + x_i x_j D D V; D D V from Laplace's equation.
    std::array<double, 3> const x{point.x, point.y, point.z}, p{point.p, point.q, point.w};
    std::array<double, 3> const d_first{s.n_x + point.w * s.xz, s.n_y + point.w * s.yz,
                                        s.n_z + point.w * s.zz};
    double const rho2 = point.rho * point.rho;
    double const dd = 3 * d + 2 * (p[0] * d_first[0] + p[1] * d_first[1] + p[2] * d_first[2]) - rho2 * s.zz;
    double const explicit_second[3][3] = {{s.xx, s.xy, s.xz}, {s.xy, -s.xx, s.yz}, {s.xz, s.yz, s.zz}};
    FieldAtPoint result{field(position), {}};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            double const second = rho2 * explicit_second[i][j] - p[j] * d_first[i] - p[i] * d_first[j] -
                                  (i == j ? d : 0) + p[i] * x[j] * dd;
            result.gradient[i][j] = -rho2 * point.rho * second / radius_m_;
        }
    }
    return result;
}

}  // namespace vespa::planet

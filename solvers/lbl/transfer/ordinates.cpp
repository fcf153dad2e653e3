#include "lbl/transfer/ordinates.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/transfer/far_weight.hpp"
#include "lbl/transfer/gauss_legendre.hpp"

namespace vespa::lbl {
namespace {

/// The layer's modes: s = I+ + I- = sum X_j g_j, d = I+ - I- = sum Y_j f_j with g' = f, f' = k^2 g.
struct Modes {
    SmallVector k2;
    SmallMatrix x, y;
    SmallMatrix to_x, to_y;  ///< M^-1 v = sum p_j X_j: p = to_x v; and with Y
};

/// Even (l - m even) and odd parts of omega / 2 * sum (2l + 1) chi_l P_l P_l, twice: scattering of s and of
/// d.
struct Scattering {
    SmallMatrix even, odd;
};

Scattering scattering_of(OrdinateLayer const& layer, std::size_t m,
                         std::vector<std::vector<double>> const& legendre) {
    std::size_t const n = legendre.size();
    Scattering s{SmallMatrix(n), SmallMatrix(n)};
    for (std::size_t l = m; l < layer.moments.size(); ++l) {
        double const factor = layer.albedo * (2 * static_cast<double>(l) + 1) * layer.moments[l];
        SmallMatrix& part = (l - m) % 2 == 0 ? s.even : s.odd;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                part(i, j) += factor * legendre[i][l] * legendre[j][l];
    }
    return s;
}

Modes modes_of(Scattering const& scattering, Ordinates const& ordinates) {
    std::size_t const n = ordinates.size();
    auto const& mu = ordinates.cosine;
    auto const& w = ordinates.weight;
    SmallMatrix a(n), b(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            double const root = std::sqrt(w[i] * w[j]), scale = 1 / std::sqrt(mu[i] * mu[j]);
            double const one = i == j ? 1 : 0;
            a(i, j) = scale * (one - root * scattering.even(i, j));
            b(i, j) = scale * (one - root * scattering.odd(i, j));
        }
    }
    SmallMatrix const l = cholesky(b);
    SmallMatrix transposed(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            transposed(i, j) = l(j, i);
    auto eigen = symmetric_eigen(transposed * a * l);
    SmallMatrix const inverse = right_divided(SmallMatrix::identity(n), l);
    SmallMatrix zt(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            zt(i, j) = eigen.vector(j, i);
    Modes modes{std::move(eigen.value), l * eigen.vector, SmallMatrix(n), zt * inverse, zt * transposed};
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t q = 0; q < n; ++q)
                modes.y(i, j) += inverse(q, i) * eigen.vector(q, j);
    for (std::size_t i = 0; i < n; ++i) {
        double const scale = 1 / std::sqrt(w[i] * mu[i]);
        for (std::size_t j = 0; j < n; ++j) {
            modes.x(i, j) *= scale;
            modes.y(i, j) *= scale;
            // M^(1/2) W^(1/2) M^-1
            modes.to_x(j, i) *= std::sqrt(w[i] / mu[i]);
            modes.to_y(j, i) *= std::sqrt(w[i] / mu[i]);
        }
        modes.k2[i] = std::max(0.0, modes.k2[i]);
    }
    return modes;
}

/// (1 - e^-z) / z
double decay_mean(double z) {
    return std::abs(z) < 1e-8 ? 1 - z / 2 : -std::expm1(-z) / z;
}

/// Intensities of a particular solution at the layer's two faces.
struct Faces {
    SmallVector up_top, down_top, up_bottom, down_bottom;
    explicit Faces(std::size_t n) : up_top(n), down_top(n), up_bottom(n), down_bottom(n) {}
    void add(std::size_t i, double s_top, double d_top, double s_bottom, double d_bottom) {
        up_top[i] += (s_top + d_top) / 2;
        down_top[i] += (s_top - d_top) / 2;
        up_bottom[i] += (s_bottom + d_bottom) / 2;
        down_bottom[i] += (s_bottom - d_bottom) / 2;
    }
};

/// Thermal emission, linear in tau. Its even part sees the mean B, whose particular solution is s = 2 B; its
/// odd part s = 2 B' t, d = 2 B' Y c, with c the coefficients of 1 in X. Taken together with the homogeneous
/// solutions nothing cancels, however thin the layer is or steep B in it.
/// \param p, q  of respond(); \param odd_lack  1 - tanh(k tau / 2) / (k tau / 2)
void add_thermal(Modes const& modes, SmallMatrix const& p, SmallMatrix const& q, SmallVector const& odd_lack,
                 Ordinates const& ordinates, LayerSources const& sources, LayerResponse& response) {
    std::size_t const n = ordinates.size();
    double const mean = (sources.planck_top + sources.planck_bottom) / 2;
    double const difference = sources.planck_bottom - sources.planck_top;
    auto coefficients = modes.to_x * ordinates.cosine;
    for (std::size_t j = 0; j < n; ++j)
        coefficients[j] *= odd_lack[j];
    auto const lack = modes.x * coefficients, inner = q * lack;
    auto const even = p * SmallVector(n, 1.0);
    for (std::size_t i = 0; i < n; ++i) {
        double const odd = difference * (inner[i] - lack[i]);
        response.up[i] += 2 * mean * even[i] + odd;
        response.down[i] += 2 * mean * even[i] - odd;
    }
}

/// Sunlight scattered once in the layer, mode by mode: g' = f - p e^(-lambda tau), f' = k^2 g - r e^(-lambda
/// tau), with g = 0 at the top and no resonance where k = lambda.
void add_sunlight(Modes const& modes, OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                  std::vector<std::vector<double>> const& legendre, std::vector<double> const& at_sun,
                  LayerSources const& sources, Faces& faces) {
    std::size_t const n = ordinates.size();
    if (sources.sun_irradiance == 0 || layer.albedo == 0) return;
    double const factor = layer.albedo * sources.sun_irradiance / (4 * units::pi) * (m == 0 ? 1 : 2);
    SmallVector even(n), odd(n);  // q_s / 2 and q_d / 2
    for (std::size_t l = m; l < layer.moments.size(); ++l) {
        double const term = factor * (2 * static_cast<double>(l) + 1) * layer.moments[l] * at_sun[l];
        for (std::size_t i = 0; i < n; ++i)
            ((l - m) % 2 == 0 ? even : odd)[i] += term * legendre[i][l];
    }
    auto const p = modes.to_x * odd, r = modes.to_y * even;
    double const tau = layer.optical_depth, lambda = 1 / sources.sun_cosine, gone = std::exp(-lambda * tau);
    SmallVector g(n), f_top(n), f_bottom(n);
    for (std::size_t j = 0; j < n; ++j) {
        double const k = std::sqrt(modes.k2[j]), p2 = 2 * p[j], r2 = 2 * r[j];
        double const amplitude = (lambda * p2 - r2) / (lambda + k);
        // h = (e^-lambda tau - e^-k tau) / (lambda - k), h' = -k h - e^-lambda tau
        double const least = std::min(lambda, k), gap = std::abs(lambda - k);
        double const h = -tau * std::exp(-least * tau) * decay_mean(gap * tau);
        g[j] = amplitude * h;
        f_top[j] = -amplitude + p2;
        f_bottom[j] = amplitude * (-k * h - gone) + p2 * gone;
    }
    auto const s = modes.x * g, d_top = modes.y * f_top, d_bottom = modes.y * f_bottom;
    for (std::size_t i = 0; i < n; ++i)
        faces.add(i, 0, d_top[i], s[i], d_bottom[i]);
}

/// A layer that only absorbs: each direction for itself.
LayerResponse absorbing(OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                        LayerSources const& sources) {
    LayerResponse response(ordinates.size());
    double const top = sources.planck_top, bottom = sources.planck_bottom;
    for (std::size_t i = 0; i < ordinates.size(); ++i) {
        double const t = layer.optical_depth / ordinates.cosine[i];
        response.transmission(i, i) = std::exp(-t);
        if (m > 0) continue;
        response.up[i] = -top * std::expm1(-t) + (bottom - top) * far_weight(t);
        response.down[i] = -bottom * std::expm1(-t) + (top - bottom) * far_weight(t);
    }
    return response;
}

}  // namespace

Ordinates make_ordinates(std::size_t streams, std::span<double const> views) {
    auto rule = gauss_legendre(streams / 2, 0, 1);
    Ordinates ordinates{std::move(rule.node), std::move(rule.weight), streams / 2};
    for (double const cosine : views) {
        ordinates.cosine.push_back(cosine);
        ordinates.weight.push_back(view_weight);
    }
    return ordinates;
}

std::vector<double> associated_legendre(std::size_t m, std::size_t count, double x) {
    std::vector<double> p(count, 0.0);
    double value = 1;  // P_m^m sqrt(1 / (2m)!) = (-1)^m sqrt((2m - 1)!! / (2m)!!) (1 - x^2)^(m/2)
    for (std::size_t k = 1; k <= m; ++k) {
        double const order = static_cast<double>(k);
        value *= -std::sqrt((2 * order - 1) / (2 * order) * (1 - x * x));
    }
    double before = 0;
    double const m2 = static_cast<double>(m * m);
    for (std::size_t l = m; l < count; ++l) {
        p[l] = value;
        double const degree = static_cast<double>(l);
        double const next = ((2 * degree + 1) * x * value - std::sqrt(degree * degree - m2) * before) /
                            std::sqrt((degree + 1) * (degree + 1) - m2);
        before = value;
        value = next;
    }
    return p;
}

LayerResponse respond(OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                      std::vector<std::vector<double>> const& legendre, std::vector<double> const& at_sun,
                      LayerSources const& sources) {
    if (layer.albedo == 0) return absorbing(layer, ordinates, m, sources);
    std::size_t const n = ordinates.size();
    auto const modes = modes_of(scattering_of(layer, m, legendre), ordinates);
    // Of an even solution s = X e, d = -+Y k tanh(k tau / 2) e at the faces; of an odd one s = -+X tanh / k
    // o, d = Y o. What comes out of what goes in is 1 - 2 P for the even and 2 Q - 1 for the odd.
    SmallMatrix even_part(n), even_in(n), odd_part(n), odd_in(n);
    SmallVector odd_lack(n);
    for (std::size_t j = 0; j < n; ++j) {
        double const k = std::sqrt(modes.k2[j]), half = layer.optical_depth / 2, z = k * half;
        double const t = std::tanh(z);
        odd_lack[j] = z < 0.02 ? z * z * (1.0 / 3 - z * z * (2.0 / 15 - z * z * 17 / 315)) : 1 - t / z;
        double const over_k = z < 0.02 ? half * (1 - odd_lack[j]) : t / k;
        for (std::size_t i = 0; i < n; ++i) {
            double const x = modes.x(i, j), y = modes.y(i, j);
            even_part(i, j) = k * t * y;
            even_in(i, j) = x + k * t * y;
            odd_part(i, j) = over_k * x;
            odd_in(i, j) = y + over_k * x;
        }
    }
    auto const p = right_divided(even_part, even_in), q = right_divided(odd_part, odd_in);
    LayerResponse response(n);
    response.reflection = q - p;
    response.transmission = SmallMatrix::identity(n) - p - q;
    Faces faces(n);
    add_sunlight(modes, layer, ordinates, m, legendre, at_sun, sources, faces);
    auto const& r = response.reflection;
    auto const& t = response.transmission;
    response.up = faces.up_top - r * faces.down_top - t * faces.up_bottom;
    response.down = faces.down_bottom - t * faces.down_top - r * faces.up_bottom;
    if (m == 0) add_thermal(modes, p, q, odd_lack, ordinates, sources, response);
    return response;
}

}  // namespace vespa::lbl

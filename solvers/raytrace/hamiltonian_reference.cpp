#include "raytrace/hamiltonian_reference.hpp"

#include <algorithm>
#include <cmath>

#include "raytrace/alignment.hpp"

namespace vespa::raytrace {
namespace {

/// What the dispersion relation is written in.
struct Scalars {
    double X, u;
    Vector Y, n;
    double y, q, N;
};

Scalars scalars(MediumSample const& medium, RayState const& state, ReferenceWave const& wave) {
    Scalars s;
    s.X = wave.plasma_factor * medium.density_m3;
    s.u = 1 - s.X;
    s.n = index_of(state);
    for (std::size_t i = 0; i < 3; ++i)
        s.Y[i] = wave.gyro_factor * medium.magnetic_field_T[i];
    s.y = dot(s.Y, s.Y);
    s.q = dot(s.n, s.Y);
    s.N = dot(s.n, s.n);
    return s;
}

double discriminant(Scalars const& s) {
    double const difference = s.y - s.q * s.q;
    return difference * difference + 4 * s.u * s.q * s.q;
}

/// A Hamiltonian and its derivatives with respect to **n**, X and **Y**.
struct Derivatives {
    Vector of_n;
    double of_X;
    Vector of_Y;
    double H;
};

Derivatives root_form(Scalars const& s, ReferenceWave const& wave) {
    double const q2 = s.q * s.q;
    double const R = std::sqrt(std::max(discriminant(s), 0.0)) + 1e-200;
    bool const dense = s.X >= 1;
    bool const positive =
        dense ? 2 * (s.u - s.y) * (s.N - s.u) + s.X * (s.y + q2) > 0 : wave.mode == Mode::ordinary;
    double const mu = positive ? 2 * q2 / (s.y + q2 + R) : -(s.y + q2 + R) / (2 * (s.u - s.y));
    double const F = positive ? R : -R;
    double const a = 1 - mu;
    Derivatives h;
    h.H = 0.5 * (s.N - 1 + s.X * a);
    h.of_X = 0.5 * (a - s.X * mu * mu / F);
    for (std::size_t i = 0; i < 3; ++i) {
        h.of_n[i] = s.n[i] - s.X * s.q * a / F * s.Y[i];
        h.of_Y[i] = s.X * a / F * (mu * s.Y[i] - s.q * s.n[i]);
    }
    return h;
}

Derivatives polynomial_form(Scalars const& s) {
    auto const [X, u, Y, n, y, q, N] = s;
    double const b = 2 * u * (u - y) - X * y;
    double const H_N = 2 * (u - y) * N - b + X * q * q;
    double const H_q = 2 * X * q * (N - 1);
    double const H_y = -(N - 1) * (N - u);
    Derivatives h;
    h.H = (u - y) * N * N - b * N + X * q * q * (N - 1) + u * (u * u - y);
    h.of_X = -N * N + (4 * u - y) * N + q * q * (N - 1) - 3 * u * u + y;
    for (std::size_t i = 0; i < 3; ++i) {
        h.of_n[i] = 2 * H_N * n[i] + H_q * Y[i];
        h.of_Y[i] = 2 * H_y * Y[i] + H_q * n[i];
    }
    return h;
}

Derivatives ion_form(Scalars const& s, Ions const& ions) {
    auto const p = ion_dispersion(ions, s.X, s.y);
    auto const [X, u, Y, n, y, q, N] = s;
    double const mixed = p.t * N - p.w;
    double const H_N = 2 * p.A * N - p.B + X * q * q * p.t;
    double const H_q = 2 * X * q * mixed;
    double const H_y = (p.A_y * N - p.B_y) * N + p.C_y + X * q * q * (p.t_y * N - p.w_y);
    Derivatives h;
    h.H = (p.A * N - p.B) * N + p.C + X * q * q * mixed;
    h.of_X = (p.A_X * N - p.B_X) * N + p.C_X + q * q * (mixed - X * p.w_X);
    for (std::size_t i = 0; i < 3; ++i) {
        h.of_n[i] = 2 * H_N * n[i] + H_q * Y[i];
        h.of_Y[i] = 2 * H_y * Y[i] + H_q * n[i];
    }
    return h;
}

bool is_aligned(Scalars const& s) {
    Vector const across = cross(s.n, s.Y);
    return std::abs(s.u) < alignment_window && dot(across, across) < aligned_sine_squared * s.N * s.y;
}

/// Of the two waves along **B**, n² = 1 − X/(1 ∓ Y): the one with 1 + Y, which lies between 1 − X and 1.
bool is_left(Scalars const& s) {
    return s.N > s.u && s.N < 1;
}

Derivatives aligned_form(Scalars const& s) {
    double const sense = is_left(s) ? -1 : 1;
    double const Y = std::sqrt(s.y), g = 1 - sense * Y;
    Derivatives h;
    h.H = 0.5 * (s.N - 1 + s.X / g);
    h.of_n = s.n;
    h.of_X = 0.5 / g;
    for (std::size_t i = 0; i < 3; ++i)
        h.of_Y[i] = 0.5 * s.X * sense / (g * g) * s.Y[i] / Y;
    return h;
}

Derivatives derivatives(Scalars const& s, ReferenceWave const& wave, Form form) {
    if (form == Form::ions) return ion_form(s, *wave.ions);
    if (form == Form::aligned) return aligned_form(s);
    return form == Form::root ? root_form(s, wave) : polynomial_form(s);
}

}  // namespace

ReferenceWave reference_wave(Plan const& plan, double frequency_hz, Mode mode) {
    double const f = frequency_hz;
    return {plan.factors.plasma / (f * f), plan.factors.gyro / f, mode, ions_of(plan)};
}

Form form_at(MediumSample const& medium, RayState const& state, ReferenceWave const& wave) {
    if (!wave.ions && is_aligned(scalars(medium, state, wave))) return Form::aligned;
    return oblique_form_at(medium, state, wave);
}

Mode continued_mode(MediumSample const& medium, RayState const& state, ReferenceWave const& wave) {
    auto const s = scalars(medium, state, wave);
    if (wave.ions || s.X >= 1 || !is_aligned(s)) return wave.mode;
    return is_left(s) ? Mode::ordinary : Mode::extraordinary;
}

Form oblique_form_at(MediumSample const& medium, RayState const& state, ReferenceWave const& wave) {
    if (wave.ions) return Form::ions;
    auto const s = scalars(medium, state, wave);
    double const sum = s.y + s.q * s.q;
    bool const folds = s.X >= 1 && discriminant(s) < 0.01 * sum * sum;
    return folds || s.N > 100 ? Form::polynomial : Form::root;
}

ReferenceSlopes reference_slopes(MediumSample const& medium, RayState const& state, ReferenceWave const& wave,
                                 Form form) {
    auto const s = scalars(medium, state, wave);
    auto const h = derivatives(s, wave, form);
    double const group = dot(s.n, h.of_n) + 2 * s.X * h.of_X + dot(s.Y, h.of_Y);
    ReferenceSlopes result{};
    double speed = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        double const along = wave.gyro_factor * dot(h.of_Y, medium.magnetic_field_gradient[i]);
        result.slopes[i] = h.of_n[i] / group;
        result.slopes[3 + i] = -(h.of_X * wave.plasma_factor * medium.density_gradient[i] + along) / group;
        speed += result.slopes[i] * result.slopes[i];
        result.slopes[plasma_ratio] += wave.plasma_factor * medium.density_gradient[i] * result.slopes[i];
    }
    result.slopes[phase_path] = dot(s.n, h.of_n) / group;
    result.slopes[path_length] = std::sqrt(speed);
    result.plasma_ratio = s.X;
    result.hamiltonian = h.H / group;
    result.loss = (s.X * h.of_X + dot(s.Y, h.of_Y)) / group;
    return result;
}

}  // namespace vespa::raytrace

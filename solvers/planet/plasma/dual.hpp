#pragma once
#include <array>
#include <cmath>

namespace vespa::planet {

/// A value with its derivatives by x, y and z: arithmetic carries them along exactly (forward
/// differentiation).
struct Dual {
    double value = 0;
    std::array<double, 3> slope{};

    Dual() = default;
    Dual(double constant) : value(constant) {}  // numbers mix in formulas as they are
    Dual(double v, std::array<double, 3> s) : value(v), slope(s) {}
};

/// f(a) from the function's value and derivative there.
inline Dual chain(Dual const& a, double value, double derivative) {
    return {value, {derivative * a.slope[0], derivative * a.slope[1], derivative * a.slope[2]}};
}

inline Dual operator+(Dual const& a, Dual const& b) {
    return {a.value + b.value, {a.slope[0] + b.slope[0], a.slope[1] + b.slope[1], a.slope[2] + b.slope[2]}};
}
inline Dual operator-(Dual const& a) {
    return chain(a, -a.value, -1);
}
inline Dual operator-(Dual const& a, Dual const& b) {
    return a + -b;
}
inline Dual operator*(Dual const& a, Dual const& b) {
    return chain(a, a.value * b.value, b.value) + chain(b, 0, a.value);
}
inline Dual reciprocal(Dual const& a) {
    return chain(a, 1 / a.value, -1 / (a.value * a.value));
}
inline Dual operator/(Dual const& a, Dual const& b) {
    return a * reciprocal(b);
}

inline Dual sqrt(Dual const& a) {
    return chain(a, std::sqrt(a.value), a.value > 0 ? 0.5 / std::sqrt(a.value) : 0);
}
inline Dual exp(Dual const& a) {
    return chain(a, std::exp(a.value), std::exp(a.value));
}
inline Dual log(Dual const& a) {
    return chain(a, std::log(a.value), 1 / a.value);
}
inline Dual tanh(Dual const& a) {
    return chain(a, std::tanh(a.value), 1 - std::tanh(a.value) * std::tanh(a.value));
}
inline Dual sin(Dual const& a) {
    return chain(a, std::sin(a.value), std::cos(a.value));
}
inline Dual cos(Dual const& a) {
    return chain(a, std::cos(a.value), -std::sin(a.value));
}
inline Dual atan(Dual const& a) {
    return chain(a, std::atan(a.value), 1 / (1 + a.value * a.value));
}
inline Dual expm1(Dual const& a) {
    return chain(a, std::expm1(a.value), std::exp(a.value));
}
inline Dual log1p(Dual const& a) {
    return chain(a, std::log1p(a.value), 1 / (1 + a.value));
}
inline Dual pow(Dual const& a, double exponent) {
    return chain(a, std::pow(a.value, exponent), exponent * std::pow(a.value, exponent - 1));
}

}  // namespace vespa::planet

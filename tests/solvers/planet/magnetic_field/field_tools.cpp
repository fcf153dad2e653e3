#include "solvers/planet/magnetic_field/field_tools.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace vespa::planet::testing {
namespace {

struct Arrays {
    explicit Arrays(std::size_t n) : x(n), y(n), z(n) {}
    explicit Arrays(std::vector<Vector> const& vectors) : Arrays(vectors.size()) {
        for (std::size_t i = 0; i < vectors.size(); ++i)
            x[i] = vectors[i][0], y[i] = vectors[i][1], z[i] = vectors[i][2];
    }
    VectorArrays out() { return {x, y, z}; }
    PositionArrays in() const { return {x, y, z}; }
    Vector at(std::size_t i) const { return {x[i], y[i], z[i]}; }
    std::vector<double> x, y, z;
};

}  // namespace

double length(Vector const& v) {
    return std::hypot(v[0], v[1], v[2]);
}

Vector difference(Vector const& a, Vector const& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

std::vector<Vector> field_at(MagneticField const& field, std::vector<Vector> const& positions) {
    Arrays const in(positions);
    Arrays b(positions.size());
    field.evaluate(in.in(), b.out());
    std::vector<Vector> result;
    for (std::size_t i = 0; i < positions.size(); ++i)
        result.push_back(b.at(i));
    return result;
}

Vector field_at(MagneticField const& field, Vector const& position) {
    return field_at(field, std::vector<Vector>{position})[0];
}

std::vector<FieldAtPoint> gradient_at(MagneticField const& field, std::vector<Vector> const& positions) {
    std::size_t const n = positions.size();
    Arrays const in(positions);
    Arrays b(n), dx(n), dy(n), dz(n);
    field.evaluate(in.in(), FieldArrays{b.out(), dx.out(), dy.out(), dz.out()});
    std::vector<FieldAtPoint> result;
    for (std::size_t i = 0; i < n; ++i)
        result.push_back({b.at(i), {dx.at(i), dy.at(i), dz.at(i)}});
    return result;
}

std::array<Vector, 3> finite_differences(MagneticField const& field, Vector const& position, double step) {
    constexpr std::array<double, 4> weights{4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
    std::array<Vector, 3> result{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            Vector ahead = position, behind = position;
            ahead[i] += static_cast<double>(k + 1) * step;
            behind[i] -= static_cast<double>(k + 1) * step;
            Vector const change = difference(field_at(field, ahead), field_at(field, behind));
            for (std::size_t j = 0; j < 3; ++j)
                result[i][j] += weights[k] * change[j] / step;
        }
    }
    return result;
}

double relative_difference(std::array<Vector, 3> const& a, std::array<Vector, 3> const& b) {
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (!std::isfinite(a[i][j])) return HUGE_VAL;
            worst = std::max(worst, std::abs(a[i][j] - b[i][j]));
            largest = std::max(largest, std::abs(b[i][j]));
        }
    }
    return worst / largest;
}

std::vector<Vector> random_points(std::size_t count, double half_width, double nearest, unsigned seed) {
    std::mt19937_64 random(seed);
    std::vector<Vector> points;
    while (points.size() < count) {
        Vector p;
        for (auto& coordinate : p)
            coordinate = half_width * (2 * (static_cast<double>(random() >> 11) * 0x1p-53) - 1);
        if (length(p) >= nearest) points.push_back(p);
    }
    return points;
}

std::string fixture(std::string const& name) {
    return VESPA_SOURCE_DIR "/tests/solvers/planet/magnetic_field/fixtures/" + name;
}

std::string shipped_models() {
    return VESPA_SOURCE_DIR "/inputs/magnetic_field";
}

}  // namespace vespa::planet::testing

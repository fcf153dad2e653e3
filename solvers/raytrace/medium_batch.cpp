#include "raytrace/medium_batch.hpp"

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/collisions.hpp"
#include "planet/plasma/plasma.hpp"

namespace vespa::raytrace {

static MediumValues evaluate_formula(MediumFormula const& formula, std::span<Vector const> positions) {
    MediumValues values;
    values.density_m3.reserve(positions.size());
    values.magnetic_field_T.reserve(3 * positions.size());
    for (auto const& position : positions) {
        MediumSample sample;
        formula.evaluate(position, sample);
        values.density_m3.push_back(sample.density_m3);
        values.magnetic_field_T.insert(values.magnetic_field_T.end(), sample.magnetic_field_T.begin(),
                                       sample.magnetic_field_T.end());
    }
    return values;
}

MediumValues evaluate_medium(Medium const& medium, std::span<Vector const> positions) {
    if (medium.formula) return evaluate_formula(*medium.formula, positions);
    std::size_t const n = positions.size();
    // The models take and give one array a coordinate.
    std::vector<double> x[3], b[3];
    for (std::size_t i = 0; i < 3; ++i) {
        x[i].reserve(n);
        for (auto const& position : positions)
            x[i].push_back(position[i]);
        b[i].assign(n, 0);
    }
    MediumValues values{std::vector<double>(n, 0), std::vector<double>(3 * n)};
    if (medium.plasma) medium.plasma->density(x[0], x[1], x[2], values.density_m3);
    if (medium.field) {
        planet::VectorArrays const field{b[0], b[1], b[2]};
        medium.field->evaluate({x[0], x[1], x[2]}, field);
    }
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t i = 0; i < 3; ++i)
            values.magnetic_field_T[3 * k + i] = b[i][k];
    }
    return values;
}

std::span<MediumSample const> MediumSampler::operator()(std::span<Vector const> positions) {
    std::size_t const n = positions.size();
    samples_.assign(n, {});
    if (medium_.formula) {
        for (std::size_t k = 0; k < n; ++k)
            medium_.formula->evaluate(positions[k], samples_[k]);
        return samples_;
    }
    for (std::size_t i = 0; i < 3; ++i) {
        x_[i].resize(n);
        for (std::size_t k = 0; k < n; ++k)
            x_[i][k] = positions[k][i];
    }
    for (auto& row : values_)
        row.resize(n);
    if (medium_.plasma) evaluate_plasma(n);
    if (medium_.field) evaluate_field(n);
    return samples_;
}

void MediumSampler::evaluate_plasma(std::size_t n) {
    auto& v = values_;
    medium_.plasma->density_and_gradient(x_[0], x_[1], x_[2], v[0], v[1], v[2], v[3]);
    for (std::size_t k = 0; k < n; ++k) {
        samples_[k].density_m3 = v[0][k];
        samples_[k].density_gradient = {v[1][k], v[2][k], v[3][k]};
    }
    if (!medium_.collisions) return;
    medium_.collisions->evaluate(x_[0], x_[1], x_[2], v[0], v[1]);
    for (std::size_t k = 0; k < n; ++k)
        samples_[k].collision_frequency_hz = v[1][k];
}

void MediumSampler::evaluate_field(std::size_t n) {
    auto& v = values_;
    auto const arrays = [&](std::size_t row) { return planet::VectorArrays{v[row], v[row + 1], v[row + 2]}; };
    medium_.field->evaluate({x_[0], x_[1], x_[2]},
                            planet::FieldArrays{arrays(0), arrays(3), arrays(6), arrays(9)});
    for (std::size_t k = 0; k < n; ++k) {
        samples_[k].magnetic_field_T = {v[0][k], v[1][k], v[2][k]};
        for (std::size_t j = 0; j < 3; ++j)
            samples_[k].magnetic_field_gradient[j] = {v[3 * j + 3][k], v[3 * j + 4][k], v[3 * j + 5][k]};
    }
}

}  // namespace vespa::raytrace

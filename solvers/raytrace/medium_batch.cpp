#include "raytrace/medium_batch.hpp"

#include "planet/magnetic_field/magnetic_field.hpp"
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

}  // namespace vespa::raytrace

#include "planet/magnetic_field/gridded_field_reference.hpp"

#include <limits>

#include "core/numerics/quartic_spline.hpp"
#include "core/numerics/tensor_spline.hpp"

namespace vespa::planet {

FieldAtPoint reference_field(GriddedField const& field, std::array<double, 3> const& position_m) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::array<std::int64_t, 3> cell{};
    std::array<double, 3> t{};
    for (std::size_t a = 0; a < 3; ++a) {
        auto const& axis = field.nodes.axes[a];
        auto const cells = static_cast<std::int64_t>(axis.count) - 1;
        double const u = (position_m[a] - axis.first) / axis.step;
        if (!numerics::within_margin(u, cells)) {
            std::array<double, 3> const nowhere{nan, nan, nan};
            return {nowhere, {nowhere, nowhere, nowhere}};
        }
        cell[a] = numerics::cell_of(u, cells);
        t[a] = u - static_cast<double>(cell[a]);
    }
    auto const cubic = [&](std::size_t a) { return numerics::cubic_weights(t[a]); };
    auto const quartic = [&](std::size_t a) { return numerics::quartic_weights(t[a]); };
    FieldAtPoint out{};
    auto const take = [&](std::size_t c, auto const& x, auto const& y, auto const& z) {
        auto const layout = component_layout(field.nodes, c);
        numerics::TensorSpline const spline{field.coefficients.get() + layout.begin, {}, layout.row_counts()};
        auto const at =
            numerics::contract(numerics::cell_coefficients(spline, cell), spline.row_counts, x, y, z);
        out.b[c] = at.value;
        for (std::size_t a = 0; a < 3; ++a)
            out.gradient[a][c] = at.slope[a] / field.nodes.axes[a].step;
    };
    take(0, quartic(0), cubic(1), cubic(2));
    take(1, cubic(0), quartic(1), cubic(2));
    take(2, cubic(0), cubic(1), quartic(2));
    return out;
}

}  // namespace vespa::planet

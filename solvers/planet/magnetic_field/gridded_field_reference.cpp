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
    FieldAtPoint out{};
    for (std::size_t c = 0; c < 3; ++c) {
        auto const layout = component_layout(field.nodes, c);
        std::array<std::int64_t, 2> const rows{static_cast<std::int64_t>(layout.coefficients[0]),
                                               static_cast<std::int64_t>(layout.coefficients[1])};
        numerics::TensorSpline const spline{field.coefficients.get() + layout.begin, {}, rows};
        double const* const first =
            numerics::cell_coefficients(spline, {cell[layout.axes[0]], cell[layout.axes[1]], cell[c]});
        auto const at =
            numerics::contract(first, rows, numerics::cubic_weights(t[layout.axes[0]]),
                               numerics::cubic_weights(t[layout.axes[1]]), numerics::quartic_weights(t[c]));
        out.b[c] = at.value;
        for (std::size_t s = 0; s < 3; ++s)
            out.gradient[layout.axes[s]][c] = at.slope[s] / field.nodes.axes[layout.axes[s]].step;
    }
    return out;
}

}  // namespace vespa::planet

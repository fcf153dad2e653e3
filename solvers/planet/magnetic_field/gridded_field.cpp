#include "planet/magnetic_field/gridded_field.hpp"

#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/numerics/quartic_spline.hpp"
#include "planet/magnetic_field/field_fit.hpp"

namespace vespa::planet {

ComponentLayout component_layout(GridNodes const& nodes, std::size_t component) {
    ComponentLayout layout{{}, component};
    for (std::size_t a = 0; a < 3; ++a)
        layout.counts[a] = nodes.axes[a].count + layout.before(a) + 1;
    for (std::size_t before = 0; before < component; ++before)
        layout.begin += component_layout(nodes, before).count();
    return layout;
}

std::uint64_t field_coefficients(GridNodes const& nodes) {
    auto const last = component_layout(nodes, 2);
    return last.begin + last.count();
}

void check_field_nodes(GridNodes const& nodes, std::string const& where) {
    if (nodes.is_spherical()) throw BadInput("the grid is spherical", where, "axes x, y, z");
    layout_of(nodes, where);
    for (auto const& axis : nodes.axes) {
        if (axis.count < numerics::least_quartic_nodes) {
            throw BadInput("an axis has " + std::to_string(axis.count) + " nodes", where,
                           "6 to 100000 nodes");
        }
    }
}

GriddedField fit_field(GridNodes const& nodes, std::array<std::span<double const>, 3> const& b) {
    check_field_nodes(nodes, "gridded field");
    std::shared_ptr<double[]> const storage(new double[field_coefficients(nodes)]());
    for (std::size_t c = 0; c < 3; ++c) {
        if (b[c].size() != nodes.count()) throw std::invalid_argument("fit_field: not a value for each node");
        auto const layout = component_layout(nodes, c);
        std::size_t at = 0;
        std::array<std::uint64_t, 3> i{};
        for (i[2] = 0; i[2] < nodes.axes[2].count; ++i[2])
            for (i[1] = 0; i[1] < nodes.axes[1].count; ++i[1])
                for (i[0] = 0; i[0] < nodes.axes[0].count; ++i[0])
                    storage[static_cast<std::ptrdiff_t>(layout.place(i))] = b[c][at++];
    }
    double const correction = fit_field_in_place(nodes, storage.get());
    return {nodes, {storage, storage.get()}, correction, 0};
}

}  // namespace vespa::planet

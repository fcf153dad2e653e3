#include "planet/magnetic_field/field_grid_file.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/transfer.hpp"
#include "planet/grid/grid_units.hpp"
#include "planet/grid/grid_variable.hpp"

namespace vespa::planet {
namespace {

// As far as a fault of units could reach; no star has more.
constexpr double greatest = 1e12;  // T

bool same_nodes(GridNodes const& a, GridNodes const& b) {
    for (std::size_t i = 0; i < 3; ++i) {
        auto const &x = a.axes[i], &y = b.axes[i];
        if (x.count != y.count || std::abs(x.first - y.first) > 1e-3 * x.step ||
            std::abs(x.last() - y.last()) > 1e-3 * x.step)
            return false;
    }
    return true;
}

/// The file's three components, on one grid.
std::vector<GridVariable> open_components(record::File const& file, GridRequest const& request) {
    std::vector<GridVariable> components;
    for (char const* axis : {"_x", "_y", "_z"})
        components.emplace_back(file, request.variable + axis, request);
    for (auto const& component : components) {
        check_field_nodes(component.nodes(), component.where());
        if (!same_nodes(component.nodes(), components[0].nodes()))
            throw BadInput("stands on another grid", component.where(), "that of " + components[0].where());
    }
    return components;
}

void read_component(GridVariable const& variable, ComponentLayout const& layout, std::span<double> values) {
    double const unit = field_unit(variable.unit(), variable.where());
    variable.read([&](std::array<std::uint64_t, 3> const& at, double value) {
        if (std::abs(value * unit) > greatest) variable.refuse("field " + shown(value), at, "up to 1e12 T");
        values[layout.place(at)] = value * unit;
    });
}

}  // namespace

std::vector<GridRequest> field_grids_in(std::vector<std::string> const& specifications, Body const& body) {
    std::vector<GridRequest> requests;
    for (auto const& text : specifications) {
        auto const specification = parse_specification(text);
        if (specification.name != "grid") continue;
        SpecificationReader reader(specification, "magnetic field");
        auto const request = read_grid_request(reader, specification, body, "magnetic_field", false);
        reader.finish();
        bool const known = std::any_of(requests.begin(), requests.end(),
                                       [&](auto const& other) { return other.text == request.text; });
        if (!known) requests.push_back(request);
    }
    return requests;
}

GriddedField load_field_grid(GridRequest const& request, parallel::Communicator const& communicator) {
    parallel::OwnedCommunicator const alone(communicator, communicator.rank(), 0);
    std::optional<record::File> file;
    std::vector<GridVariable> components;
    GriddedField field;
    parallel::on_root(communicator, [&] {
        file.emplace(record::File::open(alone.view(), request.path));
        components = open_components(*file, request);
        field.nodes = components[0].nodes();
    });
    field.nodes = parallel::broadcast(communicator, field.nodes);
    auto const array = std::make_shared<parallel::NodeArray>(communicator, field_coefficients(field.nodes));
    auto const values = array->values();
    parallel::on_root(communicator, [&] {
        for (std::size_t c = 0; c < 3; ++c)
            read_component(components[c], component_layout(field.nodes, c), values);
        field.correction = fit_field_in_place(field.nodes, values.data());
    });
    field.correction = parallel::broadcast(communicator, field.correction);
    array->spread();
    field.coefficients = std::shared_ptr<double const>(array, values.data());
    return field;
}

}  // namespace vespa::planet

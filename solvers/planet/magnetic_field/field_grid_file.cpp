#include "planet/magnetic_field/field_grid_file.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/part_array.hpp"
#include "core/parallel/transfer.hpp"
#include "core/text/numbers.hpp"
#include "planet/grid/grid_units.hpp"
#include "planet/grid/grid_variable.hpp"
#include "planet/magnetic_field/shared_field_fit.hpp"

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

/// The file's three components, on one grid, on this rank alone.
class FieldFile {
  public:
    /// \collective
    explicit FieldFile(parallel::Communicator const& communicator)
        : alone_(communicator, communicator.rank(), 0) {}

    bool is_open() const { return file_.has_value(); }
    GridNodes const& nodes() const { return components_[0].nodes(); }

    /// Local.
    void open(GridRequest const& request) {
        file_.emplace(record::File::open(alone_.view(), request.path));
        for (char const* axis : {"_x", "_y", "_z"})
            components_.emplace_back(*file_, request.variable + axis, request);
        for (auto const& component : components_) {
            check_field_nodes(component.nodes(), component.where());
            if (!same_nodes(component.nodes(), nodes()))
                throw BadInput("stands on another grid", component.where(),
                               "that of " + components_[0].where());
        }
    }

    /// B, T, at some planes of nodes, to their places. Local.
    void read(parallel::Range planes, std::span<double> values) const {
        for (std::size_t c = 0; c < 3; ++c) {
            auto const& variable = components_[c];
            auto const layout = component_layout(nodes(), c);
            double const unit = field_unit(variable.unit(), variable.where());
            variable.read(planes, [&](std::array<std::uint64_t, 3> const& at, double value) {
                if (std::abs(value * unit) > greatest)
                    variable.refuse("field " + shown(value), at, "up to 1e12 T");
                values[layout.place(at)] = value * unit;
            });
        }
    }

  private:
    parallel::OwnedCommunicator alone_;
    std::optional<record::File> file_;
    std::vector<GridVariable> components_;
};

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

GridNodes read_field_nodes(GridRequest const& request, parallel::Communicator const& communicator) {
    FieldFile file(communicator);
    parallel::on_root(communicator, [&] { file.open(request); });
    return parallel::broadcast(communicator, communicator.is_root() ? file.nodes() : GridNodes());
}

GriddedField load_field_grid(GridRequest const& request, parallel::Communicator const& communicator) {
    FieldFile file(communicator);
    GriddedField field;
    parallel::on_root(communicator, [&] {
        file.open(request);
        field.nodes = file.nodes();
    });
    field.nodes = parallel::broadcast(communicator, field.nodes);
    auto const array = std::make_shared<parallel::NodeArray>(communicator, field_coefficients(field.nodes));
    parallel::on_root(communicator, [&] { file.read({0, field.nodes.axes[2].count}, array->values()); });
    field.correction = fit_field_in_shares(communicator, field.nodes, *array);
    array->spread();
    field.coefficients = std::shared_ptr<double const>(array, array->values().data());
    return field;
}

GriddedField load_field_parts(GridRequest const& request, std::vector<GridBox> const& boxes,
                              parallel::Communicator const& communicator) {
    FieldFile file(communicator);
    GriddedField field;
    // The first rank speaks for all where the file is not what it should be.
    parallel::on_root(communicator, [&] { file.open(request); });
    auto const array = parallel::in_agreement(communicator, [&] {
        if (!file.is_open()) file.open(request);
        field.nodes = file.nodes();
        auto parts = std::make_shared<parallel::PartArray>(field_coefficients(field.nodes));
        file.read(planes_of(field.nodes, communicator.rank(), communicator.size()), parts->values());
        return parts;
    });
    field.correction = fit_field_in_parts(communicator, field.nodes, *array, boxes);
    field.resident_bytes = array->resident_bytes();
    field.coefficients = std::shared_ptr<double const>(array, array->values().data());
    return field;
}

}  // namespace vespa::planet

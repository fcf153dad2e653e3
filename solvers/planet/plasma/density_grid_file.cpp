#include "planet/plasma/density_grid_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/transfer.hpp"
#include "core/units/constants.hpp"
#include "planet/grid/grid_units.hpp"
#include "planet/grid/grid_variable.hpp"

namespace vespa::planet {
namespace {

// Where no floor is given: deep enough to count as empty beside what the grid resolves, and no deeper, since
// the spline of the logarithm swings by a tenth of a jump.
constexpr double default_floor = 1e-3;

constexpr double greatest = 1e30;  // m⁻³, as of all models

using Place = std::array<std::uint64_t, 3>;

template <class Visit>
void for_each_node(GridNodes const& nodes, SplineLayout const& layout, Visit const& visit) {
    for (std::uint64_t k = 0; k < nodes.axes[2].count; ++k) {
        for (std::uint64_t j = 0; j < nodes.axes[1].count; ++j) {
            auto const row = layout.place(0, j, k);
            for (std::uint64_t i = 0; i < nodes.axes[0].count; ++i)
                visit(row + i);
        }
    }
}

/// Densities, m⁻³, at their places.
void read_values(GridVariable const& variable, SplineLayout const& layout, std::span<double> values) {
    double const unit = density_unit(variable.unit(), variable.where());
    variable.read([&](Place const& at, double value) {
        double const density = value * unit;
        if (!(density >= 0 && density <= greatest))
            variable.refuse("density " + shown(value), at, "0 to 1e24 cm-3");
        values[layout.place(at[0], at[1], at[2])] = density;
    });
}

/// Logarithms in place of densities.
void take_logarithms(LoadedDensity& loaded, std::span<double> values, double floor,
                     std::string const& where) {
    auto const& [nodes, layout, none] = loaded.density;
    double least = std::numeric_limits<double>::infinity();
    for_each_node(nodes, layout, [&](std::uint64_t at) {
        if (values[at] > 0) least = std::min(least, values[at]);
    });
    if (!std::isfinite(least)) throw BadInput("no density is above 0", where, "a plasma somewhere");
    loaded.floor_m3 = floor > 0 ? floor : std::max(default_floor * least, 1e-20);
    for_each_node(nodes, layout, [&](std::uint64_t at) {
        if (values[at] < loaded.floor_m3) ++loaded.raised;
        values[at] = std::log(std::max(values[at], loaded.floor_m3));
    });
}

/// What only rank 0 has found.
struct Facts {
    double floor_m3;
    std::uint64_t raised;
};

}  // namespace

std::vector<DensityGridRequest> density_grids_in(std::vector<std::string> const& specifications,
                                                 Body const& body) {
    std::vector<DensityGridRequest> requests;
    for (auto const& text : specifications) {
        auto const specification = parse_specification(text);
        if (specification.name != "grid") continue;
        SpecificationReader reader(specification, "plasma");
        DensityGridRequest request{read_grid_request(reader, specification, body, "electron_density", true), 0};
        if (reader.has("floor")) {
            request.floor_m3 =
                units::per_cm3 * reader.required_number("floor", Interval::between(1e-26, 1e24), "cm-3");
        }
        reader.finish();
        bool const known = std::any_of(requests.begin(), requests.end(),
                                       [&](auto const& other) { return other.text == request.text; });
        if (!known) requests.push_back(request);
    }
    return requests;
}

LoadedDensity load_density_grid(DensityGridRequest const& request,
                                parallel::Communicator const& communicator) {
    parallel::OwnedCommunicator const alone(communicator, communicator.rank(), 0);
    std::optional<record::File> file;
    std::optional<GridVariable> variable;
    LoadedDensity loaded;
    parallel::on_root(communicator, [&] {
        file.emplace(record::File::open(alone.view(), request.path));
        variable.emplace(*file, request.variable, request);
        loaded.density.nodes = variable->nodes();
        loaded.density.layout = layout_of(loaded.density.nodes, variable->where());
    });
    auto& density = loaded.density;
    density.nodes = parallel::broadcast(communicator, density.nodes);
    density.layout = layout_of(density.nodes, request.path.string());

    auto const array = std::make_shared<parallel::NodeArray>(communicator, density.layout.count());
    auto const values = array->values();
    parallel::on_root(communicator, [&] {
        read_values(*variable, density.layout, values);
        take_logarithms(loaded, values, request.floor_m3, variable->where());
    });
    auto const facts = parallel::broadcast(communicator, Facts{loaded.floor_m3, loaded.raised});
    loaded.floor_m3 = facts.floor_m3;
    loaded.raised = facts.raised;
    for (int step = 0; step < fit_steps; ++step) {
        array->settle();
        if (!array->is_filled_here()) continue;
        auto const& sharers = array->sharers();
        fit_grid(density.nodes, density.layout, values.data(), step,
                 static_cast<std::uint64_t>(sharers.rank()), static_cast<std::uint64_t>(sharers.size()));
    }
    array->spread();
    density.coefficients = std::shared_ptr<double const>(array, values.data());
    return loaded;
}

}  // namespace vespa::planet

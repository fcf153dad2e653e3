#include "planet/plasma/density_grid_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/part_array.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "core/text/numbers.hpp"
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
void for_each_node(GridNodes const& nodes, SplineLayout const& layout, parallel::Range planes,
                   Visit const& visit) {
    for (auto k = planes.first; k < planes.last; ++k) {
        for (std::uint64_t j = 0; j < nodes.axes[1].count; ++j) {
            auto const row = layout.place(0, j, k);
            for (std::uint64_t i = 0; i < nodes.axes[0].count; ++i)
                visit(row + i);
        }
    }
}

/// Densities, m⁻³, at their places.
void read_values(GridVariable const& variable, SplineLayout const& layout, parallel::Range planes,
                 std::span<double> values) {
    double const unit = density_unit(variable.unit(), variable.where());
    variable.read(planes, [&](Place const& at, double value) {
        double const density = value * unit;
        if (!(density >= 0 && density <= greatest))
            variable.refuse("density " + shown(value), at, "0 to 1e24 cm-3");
        values[layout.place(at[0], at[1], at[2])] = density;
    });
}

/// The least density above 0 of some planes; infinite where there is none.
double least_density(GriddedDensity const& density, parallel::Range planes, std::span<double const> values) {
    double least = std::numeric_limits<double>::infinity();
    for_each_node(density.nodes, density.layout, planes, [&](std::uint64_t at) {
        if (values[at] > 0) least = std::min(least, values[at]);
    });
    return least;
}

/// \param least  density above 0 of the whole grid
double floor_for(DensityGridRequest const& request, double least) {
    if (!std::isfinite(least))
        throw BadInput("no density is above 0", request.path.string(), "a plasma somewhere");
    return request.floor_m3 > 0 ? request.floor_m3 : std::max(default_floor * least, 1e-20);
}

/// Logarithms in place of densities. \return nodes that were raised to the floor
std::uint64_t take_logarithms(GriddedDensity const& density, parallel::Range planes, std::span<double> values,
                              double floor) {
    std::uint64_t raised = 0;
    for_each_node(density.nodes, density.layout, planes, [&](std::uint64_t at) {
        if (values[at] < floor) ++raised;
        values[at] = std::log(std::max(values[at], floor));
    });
    return raised;
}

/// The file on this rank alone.
struct OwnFile {
    parallel::OwnedCommunicator alone;
    std::optional<record::File> file;
    std::optional<GridVariable> variable;

    /// \collective
    explicit OwnFile(parallel::Communicator const& communicator)
        : alone(communicator, communicator.rank(), 0) {}

    /// Local.
    void open(GridRequest const& request) {
        file.emplace(record::File::open(alone.view(), request.path));
        variable.emplace(*file, request.variable, request);
    }
};

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
        DensityGridRequest request{read_grid_request(reader, specification, body, "electron_density", true),
                                   0};
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
    OwnFile own(communicator);
    LoadedDensity loaded;
    auto& density = loaded.density;
    parallel::on_root(communicator, [&] {
        own.open(request);
        density.nodes = own.variable->nodes();
        density.layout = layout_of(density.nodes, own.variable->where());
    });
    density.nodes = parallel::broadcast(communicator, density.nodes);
    density.layout = layout_of(density.nodes, request.path.string());

    auto const array = std::make_shared<parallel::NodeArray>(communicator, density.layout.count());
    auto const values = array->values();
    parallel::on_root(communicator, [&] {
        parallel::Range const all{0, density.nodes.axes[2].count};
        read_values(*own.variable, density.layout, all, values);
        loaded.floor_m3 = floor_for(request, least_density(density, all, values));
        loaded.raised = take_logarithms(density, all, values, loaded.floor_m3);
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

GridNodes read_grid_nodes(GridRequest const& request, parallel::Communicator const& communicator) {
    OwnFile own(communicator);
    GridNodes nodes;
    parallel::on_root(communicator, [&] {
        own.open(request);
        nodes = own.variable->nodes();
    });
    return parallel::broadcast(communicator, nodes);
}

LoadedDensity load_density_parts(DensityGridRequest const& request, std::vector<GridBox> const& boxes,
                                 parallel::Communicator const& communicator) {
    OwnFile own(communicator);
    LoadedDensity loaded;
    auto& density = loaded.density;
    // The first rank speaks for all where the file is not what it should be.
    parallel::on_root(communicator, [&] { own.open(request); });
    auto const array = parallel::in_agreement(communicator, [&] {
        if (!own.variable) own.open(request);
        density.nodes = own.variable->nodes();
        density.layout = layout_of(density.nodes, own.variable->where());
        if (density.nodes.is_spherical()) {
            throw BadInput("a spherical grid cannot be dealt out to ranks", own.variable->where(),
                           "axes x, y, z");
        }
        return std::make_shared<parallel::PartArray>(density.layout.count());
    });
    auto const values = array->values();
    auto const planes = planes_of(density.nodes, communicator.rank(), communicator.size());
    double const least = parallel::minimum(communicator, parallel::in_agreement(communicator, [&] {
                                               read_values(*own.variable, density.layout, planes, values);
                                               return least_density(density, planes, values);
                                           }));
    loaded.floor_m3 = parallel::in_agreement(communicator, [&] { return floor_for(request, least); });
    auto const raised = take_logarithms(density, planes, values, loaded.floor_m3);
    loaded.raised = parallel::sum(communicator, raised);
    fit_in_parts(communicator, density.nodes, density.layout, *array,
                 coefficients_of(density.nodes, density.layout.block(), boxes));
    loaded.resident_bytes = array->resident_bytes();
    density.coefficients = std::shared_ptr<double const>(array, values.data());
    return loaded;
}

}  // namespace vespa::planet

#include "drivers/radio/medium.hpp"

#include <fmt/format.h>

#include "core/parallel/agreement.hpp"
#include "core/units/constants.hpp"
#include "planet/magnetic_field/make_magnetic_field.hpp"
#include "planet/plasma/make_plasma.hpp"
#include "shell/data_folder.hpp"
#include "shell/program.hpp"

namespace vespa::radio_driver {

namespace {

std::string sentence(planet::LoadedDensity const& loaded, std::filesystem::path const& path) {
    auto const& axes = loaded.density.nodes.axes;
    auto text = fmt::format("{}: density at {} x {} x {} nodes", path.filename().string(), axes[0].count,
                            axes[1].count, axes[2].count);
    if (loaded.raised > 0) {
        text += fmt::format(", {} of them raised to {:.3g} cm-3", loaded.raised,
                            loaded.floor_m3 / units::per_cm3);
    }
    return text;
}

/// More than this share of a field taken away to make it free of divergence tells of a file that is no field,
/// or of a grid too coarse for it.
constexpr double large_correction = 0.01;

void report(shell::Run const& run, planet::GriddedField const& field, std::filesystem::path const& path) {
    auto const& axes = field.nodes.axes;
    auto const name = path.filename().string();
    run.say(fmt::format("{}: field at {} x {} x {} nodes, made free of divergence by a change of {:.1e}",
                        name, axes[0].count, axes[1].count, axes[2].count, field.correction));
    if (field.correction > large_correction) {
        run.warn(
            fmt::format("{}: {:.0f} % of the field was taken away to make it free of divergence; are its "
                        "components in order, or is the grid too coarse?",
                        name, 100 * field.correction));
    }
}

}  // namespace

void declare_medium(shell::Options& options, MediumChoice& choice) {
    std::vector<shell::Word> bodies;
    for (auto const& name : planet::body_names())
        bodies.push_back({name});
    options.choice(choice.body,
                   {.name = "body",
                    .prose = "Body at the origin: its surface ends rays and its equatorial radius can "
                             "be the unit of length. none: empty space.",
                    .words = bodies});
    options.texts(
        choice.magnetic_field,
        {.name = "magnetic-field",
         .prose = "Models whose sum is the magnetic field, each name or name:key=value,key=value, as "
                  "jrm33:degree=13 and con2020, or grid:path=FILE.h5. None given: no field.",
         .ucd = "phys.magField"});
    options.texts(choice.plasma, {.name = "plasma",
                                  .prose = "Models whose sum is the electron density, each name or "
                                           "name:key=value,key=value, as io-torus or grid:path=FILE.h5. None "
                                           "given: vacuum.",
                                  .ucd = "phys.density;phys.electron"});
}

void declare_collisions(shell::Options& options, std::vector<std::string>& collisions,
                        std::string const& effect) {
    options.texts(collisions,
                  {.name = "collisions",
                   .prose = "Models whose sum is the electrons' collision frequency: uniform:frequency=1e3, "
                            "exponential:frequency=1e5,scale_height=30 or coulomb:temperature=5. With any, " +
                            effect + "."});
}

void MediumModels::load_grids(shell::Run& run, MediumChoice const& choice, planet::Body const& body,
                              DealOut const& deal_out) {
    std::vector<planet::GridRequest> fields;
    std::vector<planet::DensityGridRequest> densities;
    parallel::in_agreement(run.communicator, [&] {
        fields = planet::field_grids_in(choice.magnetic_field, body);
        densities = planet::density_grids_in(choice.plasma, body);
        for (auto const& request : fields)
            run.name_input(request.path, "--magnetic-field");
        for (auto const& request : densities)
            run.name_input(request.path, "--plasma");
    });
    GridsOfRun grids;
    std::vector<bool> is_spherical;
    for (auto const& request : densities) {
        auto const nodes = planet::read_grid_nodes(request, run.communicator);
        is_spherical.push_back(nodes.is_spherical());
        if (!nodes.is_spherical()) grids.push_back({nodes, false});
    }
    for (auto const& request : fields)
        grids.push_back({planet::read_field_nodes(request, run.communicator), true});
    auto const boxes =
        parallel::in_agreement(run.communicator, [&] { return deal_out ? deal_out(grids) : Boxes(); });
    for (auto const& request : fields)
        load_field(run, request, boxes);
    for (std::size_t i = 0; i < densities.size(); ++i)
        load_density(run, densities[i], is_spherical[i], boxes);
}

void MediumModels::load_field(shell::Run& run, planet::GridRequest const& request, Boxes const& boxes) {
    auto loaded = boxes ? planet::load_field_parts(request, *boxes, run.communicator)
                        : planet::load_field_grid(request, run.communicator);
    report(run, loaded, request.path);
    fields_.emplace(request.text, std::move(loaded));
}

void MediumModels::load_density(shell::Run& run, planet::DensityGridRequest const& request, bool is_spherical,
                                Boxes const& boxes) {
    auto loaded = boxes && !is_spherical ? planet::load_density_parts(request, *boxes, run.communicator)
                                         : planet::load_density_grid(request, run.communicator);
    run.say(sentence(loaded, request.path));
    densities_.emplace(request.text, std::move(loaded));
}

std::uint64_t MediumModels::bytes_in_parts() const {
    std::uint64_t bytes = 0;
    for (auto const& [text, loaded] : densities_)
        bytes += loaded.resident_bytes;
    for (auto const& [text, field] : fields_)
        bytes += field.resident_bytes;
    return bytes;
}

planet::GridExtent MediumModels::extent() const {
    planet::GridExtent extent;
    for (auto const& [text, loaded] : densities_)
        extent.narrow(planet::GridExtent(loaded.density.nodes));
    for (auto const& [text, field] : fields_)
        extent.narrow(planet::GridExtent(field.nodes));
    return extent;
}

void MediumModels::build(shell::Run& run, MediumChoice const& choice, planet::Body const& body) {
    field_ = planet::make_magnetic_field(
        choice.magnetic_field, body, shell::data_folder() / "magnetic_field",
        [&run](std::filesystem::path const& file) { run.name_input(file, "--magnetic-field"); }, fields_);
    plasma_ = planet::make_plasma(choice.plasma, body, densities_);
}

}  // namespace vespa::radio_driver

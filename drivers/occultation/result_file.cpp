#include "drivers/occultation/result_file.hpp"

#include "core/units/constants.hpp"

namespace vespa::occultation_driver {

using occultation::Cell;

namespace {

/// Writes whole datasets, each from the first rank.
class Writer {
  public:
    Writer(parallel::Communicator const& communicator, record::Group group)
        : is_root_(communicator.is_root()), group_(std::move(group)) {}

    template <class T>
    record::Dataset add(char const* name, record::Shape const& shape, record::Meaning const& meaning,
                        std::vector<T> const& values) {
        auto dataset = group_.create<T>(name, shape, meaning);
        dataset.write_rows(0, is_root_ ? values : std::vector<T>{});
        return dataset;
    }

  private:
    bool is_root_;
    record::Group group_;
};

template <class T, class Items, class Get>
std::vector<T> column(Items const& items, Get get) {
    std::vector<T> values;
    values.reserve(items.size());
    for (auto const& item : items)
        values.push_back(static_cast<T>(get(item)));
    return values;
}

template <class Items, class Get>
std::vector<double> vectors(Items const& items, double factor, Get get) {
    std::vector<double> values;
    values.reserve(3 * items.size());
    for (auto const& item : items)
        for (double const component : get(item))
            values.push_back(factor * component);
    return values;
}

void write_axes(Writer& root, Ephemeris const& ephemeris, occultation::Problem const& problem) {
    auto const epochs = problem.epochs.size();
    auto time =
        root.add<double>("time", {epochs}, {"s", "since the attribute epoch", "time"}, ephemeris.seconds);
    time.set("epoch", ephemeris.times.front());
    time.set("text", ephemeris.times);
    root.add<double>("frequency", {problem.frequencies_hz.size()}, {"Hz", "wave frequency", "em.freq"},
                     problem.frequencies_hz);
    root.add<std::int8_t>("mode", {problem.modes.size()}, {"", "0 ordinary, 1 extraordinary"},
                          column<std::int8_t>(problem.modes, [](auto mode) { return mode; }));
}

void write_geometry(Writer geometry, occultation::Problem const& problem, occultation::Result const& result) {
    auto const epochs = problem.epochs.size();
    geometry.add<double>(
        "observer", {epochs, 3}, {"km", "observer's position, fixed to the body", "pos.cartesian"},
        vectors(problem.epochs, 1 / units::km, [](auto const& epoch) { return epoch.observer_m; }));
    bool const far = problem.epochs.front().source_at_infinity;
    geometry.add<double>(
        "source", {epochs, 3},
        {far ? "" : "km", far ? "direction towards the source" : "source's position", "pos.cartesian"},
        vectors(problem.epochs, far ? 1 : 1 / units::km, [](auto const& epoch) { return epoch.source; }));
    geometry.add<double>(
        "impact", {epochs},
        {"km", "nearest distance of the straight line of sight to the body's centre", "pos.distance"},
        column<double>(result.geometry, [](auto const& epoch) { return epoch.impact_m / units::km; }));
    geometry.add<std::int8_t>(
        "in_shadow", {epochs}, {"", "1 where the body cuts the straight line of sight"},
        column<std::int8_t>(result.geometry, [](auto const& epoch) { return epoch.in_shadow; }));
}

void write_cells(Writer& root, record::Shape const& shape, std::vector<Cell> const& cells,
                 bool with_absorption) {
    auto const number = [&](char const* name, record::Meaning const& meaning, auto get) {
        root.add<double>(name, shape, meaning, column<double>(cells, get));
    };
    number("intensity",
           {"", "flux density over that without body and medium, summed over all images",
            "phot.flux.density;arith.ratio"},
           [](Cell const& cell) { return cell.intensity; });
    number("brightest_intensity", {"", "the same of the brightest image", "phot.flux.density;arith.ratio"},
           [](Cell const& cell) { return cell.brightest_intensity; });
    number("bending", {"rad", "angle between the brightest image's ray at its two ends", "pos.angDistance"},
           [](Cell const& cell) { return cell.bending_rad; });
    number("displacement",
           {"rad", "angle of the brightest image from the source's true direction", "pos.angDistance"},
           [](Cell const& cell) { return cell.displacement_rad; });
    number("group_delay",
           {"s", "of the brightest image's group beyond the straight way in a vacuum", "time.duration"},
           [](Cell const& cell) { return cell.group_delay_s; });
    number("phase_delay", {"s", "the same of the phase; negative in a plasma", "time.duration"},
           [](Cell const& cell) { return cell.phase_delay_s; });
    number("closest_distance", {"km", "of the brightest image's ray to the body's centre", "pos.distance"},
           [](Cell const& cell) { return cell.closest_m / units::km; });
    number("maximum_plasma_ratio", {"", "greatest X = (fp/f)^2 on the brightest image's ray"},
           [](Cell const& cell) { return cell.maximum_plasma_ratio; });
    if (with_absorption) {
        number("absorption", {"dB", "of the brightest image's power by collisions", "phys.absorption"},
               [](Cell const& cell) { return cell.absorption_Np * units::decibels_per_neper; });
    }
    auto vector_shape = shape;
    vector_shape.push_back(3);
    root.add<double>("direction", vector_shape,
                     {"", "in which the observer sees the brightest image, of length 1", "pos.cartesian"},
                     vectors(cells, 1, [](Cell const& cell) { return cell.direction; }));
    root.add<std::int16_t>("images", shape, {"", "rays that join observer and source", "meta.number"},
                           column<std::int16_t>(cells, [](Cell const& cell) { return cell.images; }));
    root.add<std::int16_t>("images_lost", shape, {"", "images that no ray was homed in on", "meta.number"},
                           column<std::int16_t>(cells, [](Cell const& cell) { return cell.lost; }));
    auto state =
        root.add<std::int8_t>("state", shape, {"", "what became of the cell", "meta.code"},
                              column<std::int8_t>(cells, [](Cell const& cell) { return cell.state; }));
    state.set("meanings", occultation::cell_state_meanings());
}

}  // namespace

void write_result(parallel::Communicator const& communicator, record::Group root, Ephemeris const& ephemeris,
                  occultation::Problem const& problem, occultation::Result const& result) {
    Writer top(communicator, root);
    write_axes(top, ephemeris, problem);
    write_cells(top, {problem.modes.size(), problem.frequencies_hz.size(), problem.epochs.size()},
                result.cells, problem.rays.along.absorption);
    write_geometry(Writer(communicator, root.create_group("geometry")), problem, result);
}

}  // namespace vespa::occultation_driver

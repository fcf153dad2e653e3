#include "drivers/raytrace/ray_file.hpp"

#include <cmath>

#include "core/record/ragged.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

using raytrace::RaySummary;
using raytrace::Vector;

namespace {

constexpr std::uint64_t rays_in_chunk = 4096;
constexpr std::uint64_t samples_in_chunk = 16384;
constexpr double per_km = 1 / units::km;

record::Meaning const tube_meaning = {
    "km2 sr-1",
    "cross-section of the ray tube over the solid angle of its wave normals at the launch; "
    "negative beyond an odd number of caustics"};

record::Meaning length(char const* description, char const* ucd = "") {
    return {"km", description, ucd};
}

std::vector<double> multiplied(std::span<double const> values, double factor) {
    std::vector<double> scaled(values.begin(), values.end());
    for (auto& value : scaled)
        value *= factor;
    return scaled;
}

}  // namespace

template <class T, class Get>
void RayFile::add_number(record::Group& group, char const* name, record::Meaning const& meaning, Get get) {
    auto dataset = group.create_growing<T>(name, {}, rays_in_chunk, meaning);
    columns_.push_back([dataset, get](Rays rays) mutable {
        std::vector<T> values;
        values.reserve(rays.size());
        for (auto const& ray : rays)
            values.push_back(static_cast<T>(get(ray)));
        dataset.append(values);
    });
}

template <class Get>
void RayFile::add_vector(record::Group& group, char const* name, record::Meaning const& meaning, Get get) {
    auto dataset = group.create_growing<double>(name, {3}, rays_in_chunk, meaning);
    columns_.push_back([dataset, get](Rays rays) mutable {
        std::vector<double> values;
        values.reserve(3 * rays.size());
        for (auto const& ray : rays) {
            for (double const component : Vector(get(ray)))
                values.push_back(component);
        }
        dataset.append(values);
    });
}

void RayFile::make_path_columns(record::Group& rays) {
    auto const km = [](Vector const& x) { return Vector{x[0] * per_km, x[1] * per_km, x[2] * per_km}; };
    add_vector(rays, "end_position", length("where the ray ended", "pos.cartesian"),
               [km](RaySummary const& ray) { return km(ray.end_position_m); });
    add_vector(rays, "end_refractive_index", {"", "refractive-index vector ck/omega at the end"},
               [](RaySummary const& ray) { return ray.end_refractive_index; });
    add_number<double>(rays, "group_path", length("speed of light times travel time of the group"),
                       [](RaySummary const& ray) { return ray.group_path_m * per_km; });
    add_number<double>(rays, "phase_path", length("phase over 2 pi times vacuum wavelength"),
                       [](RaySummary const& ray) { return ray.phase_path_m * per_km; });
    add_number<double>(rays, "path_length", length("length of the ray"),
                       [](RaySummary const& ray) { return ray.path_length_m * per_km; });
    add_vector(rays, "closest_position", length("point of the ray nearest to the origin", "pos.cartesian"),
               [km](RaySummary const& ray) { return km(ray.closest_position_m); });
    add_vector(rays, "turning_position",
               length("turning point: where (fp/f)^2 has its highest maximum; NaN if none", "pos.cartesian"),
               [km](RaySummary const& ray) { return km(ray.turning_position_m); });
    add_number<double>(rays, "turning_plasma_ratio", {"", "(fp/f)^2 at the turning point; NaN if none"},
                       [](RaySummary const& ray) { return ray.turning_plasma_ratio; });
    add_number<double>(rays, "maximum_plasma_ratio", {"", "greatest (fp/f)^2 along the ray"},
                       [](RaySummary const& ray) { return ray.maximum_plasma_ratio; });
    add_number<std::int32_t>(rays, "turning_points", {"", "maxima of (fp/f)^2 between the ends"},
                             [](RaySummary const& ray) { return ray.turning_points; });
    add_number<std::int32_t>(rays, "closest_approaches", {"", "minima of the distance between the ends"},
                             [](RaySummary const& ray) { return ray.closest_approaches; });
    add_number<std::int32_t>(rays, "steps", {"", "accepted steps"},
                             [](RaySummary const& ray) { return ray.steps; });
    add_number<std::int32_t>(rays, "rejected_steps", {"", "steps taken again with a smaller size"},
                             [](RaySummary const& ray) { return ray.rejected_steps; });
    add_number<double>(rays, "hamiltonian_error", {"", "worst |H| at the accepted steps", "stat.error"},
                       [](RaySummary const& ray) { return ray.hamiltonian_error; });
}

void RayFile::make_wave_columns(record::Group& rays) {
    add_number<double>(rays, "travel_time", {"s", "travel time of the group", "time.duration"},
                       [c = speed_of_light_](RaySummary const& ray) { return ray.group_path_m / c; });
    add_number<double>(rays, "doppler_shift", {"Hz", "frequency seen by the observer less that sent"},
                       [](RaySummary const& ray) { return ray.doppler_shift_hz; });
    add_number<double>(
        rays, "wkb_parameter",
        {"", "greatest |grad n|/(k0 n^2) at the steps; geometrical optics is in doubt above about 0.1"},
        [](RaySummary const& ray) { return ray.wkb_parameter; });
    add_number<double>(rays, "window_efficiency",
                       {"",
                        "share of an ordinary wave's power that passes the radio window at the turning "
                        "point into the other wave; NaN if there is none"},
                       [](RaySummary const& ray) { return ray.window_efficiency; });
    if (along_.absorption) {
        add_number<double>(rays, "absorption", {"dB", "absorption by collisions"}, [](RaySummary const& ray) {
            return ray.along.absorption_Np * units::decibels_per_neper;
        });
    }
    if (along_.polarisation) {
        add_vector(rays, "stokes", {"", "(Q, U, V)/I at the end", "phys.polarization.stokes"},
                   [](RaySummary const& ray) { return ray.along.stokes; });
    }
    if (along_.spreading) {
        add_number<double>(rays, "tube", tube_meaning,
                           [](RaySummary const& ray) { return ray.along.tube_m2_sr * per_km * per_km; });
        add_number<std::int32_t>(rays, "caustics", {"", "caustics passed"},
                                 [](RaySummary const& ray) { return ray.caustics; });
    }
}

void RayFile::make_ray_columns() {
    auto rays = root_.create_group("rays");
    add_number<double>(rays, "frequency", {"Hz", "wave frequency", "em.freq"},
                       [](RaySummary const& ray) { return ray.frequency_hz; });
    add_number<std::int8_t>(rays, "mode",
                            {"", "characteristic wave at launch: 0 ordinary (O), 1 extraordinary (X)"},
                            [](RaySummary const& ray) { return ray.mode; });
    add_vector(rays, "launch_position", length("where the ray started", "pos.cartesian"),
               [](RaySummary const& ray) {
                   auto const& x = ray.launch_position_m;
                   return Vector{x[0] * per_km, x[1] * per_km, x[2] * per_km};
               });
    add_vector(rays, "launch_direction", {"", "wave normal at the start, of length 1"},
               [](RaySummary const& ray) {
                   auto const& d = ray.launch_direction;
                   double const norm = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                   return norm > 0 ? Vector{d[0] / norm, d[1] / norm, d[2] / norm} : d;
               });
    add_number<std::int8_t>(rays, "stop_reason",
                            {"", "why the ray ended or did not start; see attribute meanings"},
                            [](RaySummary const& ray) { return ray.stop_reason; });
    rays.dataset("stop_reason").set("meanings", raytrace::stop_reason_meanings());
    make_path_columns(rays);
    make_wave_columns(rays);
    index_.push_back(rays.create_growing<std::uint64_t>("sample_first", {}, rays_in_chunk,
                                                        {"", "row of the ray's first sample in /samples"}));
    index_.push_back(
        rays.create_growing<std::uint32_t>("sample_count", {}, rays_in_chunk, {"", "samples of the ray"}));
}

void RayFile::make_sample_columns() {
    auto group = root_.create_group("samples");
    auto const add = [&](char const* name, record::Shape const& row, record::Meaning const& meaning) {
        samples_.push_back(group.create_growing<double>(name, row, samples_in_chunk, meaning));
    };
    add("position", {3}, length("points of the rays, in order of flight", "pos.cartesian"));
    add("refractive_index", {3}, {"", "refractive-index vector ck/omega"});
    add("group_path", {}, length("speed of light times travel time of the group since launch"));
    add("phase_path", {}, length("phase path since launch"));
    add("path_length", {}, length("length of the ray since launch"));
    add("electron_density", {}, {"cm-3", "electron density", "phys.density;phys.electron"});
    add("magnetic_field", {3}, {"nT", "magnetic field", "phys.magField"});
    if (along_.absorption) add("absorption", {}, {"dB", "absorption by collisions since launch"});
    if (along_.polarisation)
        add("stokes", {3},
            {"",
             "(Q, U, V)/I; Q > 0 along the projection of +z, U > 0 at 45 deg from it towards k x it, "
             "V > 0 right-handed (IEEE)",
             "phys.polarization.stokes"});
    if (along_.spreading) add("tube", {}, tube_meaning);
}

void RayFile::begin(std::uint64_t /*rays*/) {
    make_ray_columns();
    make_sample_columns();
}

void RayFile::wave(std::uint64_t /*first_ray*/, Rays rays, std::span<std::uint32_t const> sample_counts,
                   raytrace::SampleColumns const& samples) {
    for (auto const& append : columns_)
        append(rays);
    auto index = record::index_rows(communicator_,
                                    std::vector<std::uint64_t>(sample_counts.begin(), sample_counts.end()));
    for (auto& first : index.first)
        first += samples_written_;
    index_[0].append(index.first);
    index_[1].append(sample_counts);
    samples_written_ += index.total_rows;

    std::vector<std::vector<double>> columns = {multiplied(samples.position_m, per_km),
                                                multiplied(samples.refractive_index, 1),
                                                multiplied(samples.group_path_m, per_km),
                                                multiplied(samples.phase_path_m, per_km),
                                                multiplied(samples.path_length_m, per_km),
                                                multiplied(samples.electron_density_m3, 1 / units::per_cm3),
                                                multiplied(samples.magnetic_field_T, 1 / units::nT)};
    if (along_.absorption) columns.push_back(multiplied(samples.absorption_Np, units::decibels_per_neper));
    if (along_.polarisation) columns.push_back(multiplied(samples.stokes, 1));
    if (along_.spreading) columns.push_back(multiplied(samples.tube_m2_sr, per_km * per_km));
    for (std::size_t i = 0; i < columns.size(); ++i)
        samples_[i].append(columns[i]);
}

}  // namespace vespa::raytrace_driver

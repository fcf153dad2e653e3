#include "planet/magnetic_field/make_magnetic_field.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"
#include "planet/magnetic_field/multipole_file.hpp"

namespace vespa::planet {
namespace {

using units::degree;
using units::km;
using units::nT;

struct Setting {
    Body const& body;
    std::filesystem::path const& data_directory;
    std::string const& model;  // name in the specification
    std::function<void(std::filesystem::path const&)> const& name_file;
};

using Read = void (*)(SpecificationReader&, Setting const&, MagneticFieldParts&);

Interval const tilts = Interval::between(0, 180);
Interval const longitudes = Interval::between(-360, 360);

void require_body(std::string const& body, SpecificationReader const& reader, Setting const& setting) {
    if (setting.body.name == body) return;
    throw BadInput("the model belongs to " + body + ", the body is " + setting.body.name, reader.where(),
                   "body " + body);
}

void read_uniform(SpecificationReader& reader, Setting const&, MagneticFieldParts& parts) {
    UniformField part{};
    std::array<char const*, 3> const keys{"x", "y", "z"};
    for (std::size_t i = 0; i < 3; ++i)
        part.field[i] = nT * reader.number(keys[i], 0, Interval::any(), "nT");
    parts.uniform.push_back(part);
}

void read_dipole(SpecificationReader& reader, Setting const& setting, MagneticFieldParts& parts) {
    double const moment = nT * reader.required_number("moment", Interval::any(), "nT");
    double const body_radius = setting.body.equatorial_radius_m / km;
    double const radius =
        km * (body_radius > 0 ? reader.number("radius", body_radius, Interval::positive(), "km")
                              : reader.required_number("radius", Interval::positive(), "km"));
    double const tilt = degree * reader.number("tilt", 0, tilts, "deg");
    double const longitude = degree * reader.number("longitude", 0, longitudes, "deg");
    std::array<double, 3> centre{};
    std::array<char const*, 3> const keys{"x", "y", "z"};
    for (std::size_t i = 0; i < 3; ++i)
        centre[i] = km * reader.number(keys[i], 0, Interval::any(), "km");
    parts.dipoles.push_back(tilted_dipole(moment, radius, tilt, longitude, centre));
}

void read_axial(SpecificationReader& reader, Setting const&, MagneticFieldParts& parts) {
    double const field = nT * reader.required_number("field", Interval::any(), "nT");
    double const height = km * reader.required_number("height", Interval::positive(), "km");
    parts.axial.push_back({field, height});
}

void add_internal(SpecificationReader& reader, Setting const& setting, std::filesystem::path const& path,
                  MagneticFieldParts& parts) {
    auto coefficients = read_multipole_file(path);
    require_body(coefficients.body, reader, setting);
    if (!parts.multipoles.empty()) {
        throw BadInput("a second internal field", reader.where(), "one internal field");
    }
    if (reader.has("epoch")) {
        double const year = reader.number("epoch", coefficients.epoch, Interval::any(), "year");
        coefficients = at_epoch(coefficients, year, reader.where());
    }
    double const chosen =
        reader.number("degree", coefficients.default_degree, Interval::between(1, coefficients.degree), "");
    if (chosen != static_cast<int>(chosen)) {
        throw BadInput("degree is no integer", reader.where(), "1 to " + std::to_string(coefficients.degree));
    }
    parts.multipoles.emplace_back(coefficients, static_cast<int>(chosen));
}

void read_shipped(SpecificationReader& reader, Setting const& setting, MagneticFieldParts& parts) {
    add_internal(reader, setting, setting.data_directory / (setting.model + ".txt"), parts);
}

void read_file(SpecificationReader& reader, Setting const& setting, MagneticFieldParts& parts) {
    auto const path = reader.word("path", "", {});
    if (path.empty()) throw BadInput("no path", reader.where(), "path=FILE of multipole coefficients");
    if (setting.name_file) setting.name_file(path);
    add_internal(reader, setting, path, parts);
}

// Parameters of a disc model, lengths in units of `unit` m.
struct DiscDefaults {
    double strength_nt, inner, outer, half_thickness, tilt_deg, longitude_deg, radial_current_ma;
    double unit;
    char const *inner_key, *outer_key, *half_thickness_key, *length_unit;
};

// B_φ = 2.7975 nT × current (MA) / ρ (R_J): μ0/2π, rounded as Connerney et al. (2020) do.
constexpr double radial_factor = 2.7975 * nT * units::jupiter_radius;

void add_disc(SpecificationReader& reader, DiscDefaults const& defaults, MagneticFieldParts& parts) {
    // A default of NaN: the model has none.
    auto const number = [&](char const* key, double default_value, Interval const& range, char const* unit) {
        return default_value == default_value ? reader.number(key, default_value, range, unit)
                                              : reader.required_number(key, range, unit);
    };
    CurrentDisc disc{};
    disc.strength = nT * number("strength", defaults.strength_nt, Interval::positive(), "nT");
    double const inner =
        number(defaults.inner_key, defaults.inner, Interval::positive(), defaults.length_unit);
    Interval const beyond{.low = inner, .includes_low = false};
    disc.inner_edge = defaults.unit * inner;
    disc.outer_edge =
        defaults.unit * number(defaults.outer_key, defaults.outer, beyond, defaults.length_unit);
    disc.half_thickness = defaults.unit * number(defaults.half_thickness_key, defaults.half_thickness,
                                                 Interval::positive(), defaults.length_unit);
    disc.axes = disc_axes(degree * reader.number("tilt", defaults.tilt_deg, tilts, "deg"),
                          degree * reader.number("longitude", defaults.longitude_deg, longitudes, "deg"));
    auto const form = reader.word("form", "exact", {"exact", "edwards", "can81"});
    disc.form = form == "exact" ? DiscForm::exact : form == "edwards" ? DiscForm::edwards : DiscForm::can81;
    if (disc.form == DiscForm::exact) {
        disc.tolerance = nT * reader.number("tolerance", 1e-9, Interval::between(1e-12, 1), "nT");
    }
    double const current = reader.number("radial_current", defaults.radial_current_ma, Interval::any(), "MA");
    parts.discs.push_back(disc);
    if (current != 0)
        parts.radial_currents.push_back({radial_factor * current, disc.half_thickness, disc.axes});
}

void read_con2020(SpecificationReader& reader, Setting const& setting, MagneticFieldParts& parts) {
    require_body("jupiter", reader, setting);
    add_disc(reader,
             {139.6, 7.8, 51.4, 3.6, 9.3, 155.8, 16.7, units::jupiter_radius, "inner_rj", "outer_rj",
              "half_thickness_rj", "R_J"},
             parts);
}

void read_can81(SpecificationReader& reader, Setting const& setting, MagneticFieldParts& parts) {
    require_body("jupiter", reader, setting);
    add_disc(reader,
             {225, 5, 50, 2.5, 9.6, 158, 0, units::jupiter_radius, "inner_rj", "outer_rj",
              "half_thickness_rj", "R_J"},
             parts);
}

void read_disc(SpecificationReader& reader, Setting const&, MagneticFieldParts& parts) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    add_disc(reader, {none, none, none, none, 0, 0, 0, km, "inner", "outer", "half_thickness", "km"}, parts);
}

struct Entry {
    char const* name;
    char const* summary;
    Read read;  // null: loaded beforehand
};

constexpr std::array entries{
    Entry{"uniform", "the same field everywhere", read_uniform},
    Entry{"dipole", "a dipole, tilted and offset", read_dipole},
    Entry{"axial", "B_z falling as the cube of z, for one-dimensional comparisons", read_axial},
    Entry{"jrm33", "Jupiter, degree 30 (Connerney et al. 2022)", read_shipped},
    Entry{"jrm09", "Jupiter, degree 20 (Connerney et al. 2018)", read_shipped},
    Entry{"cassini11", "Saturn, axisymmetric, degree 12 (Dougherty et al. 2018)", read_shipped},
    Entry{"igrf14", "Earth 2025-2030, degree 13 (IAGA 2024)", read_shipped},
    Entry{"kivelson2002", "Ganymede's permanent dipole (Kivelson et al. 2002)", read_shipped},
    Entry{"file", "an internal field from a file of coefficients", read_file},
    Entry{"grid", "a field on a grid, from a file of HDF5 or netCDF-4", nullptr},
    Entry{"con2020", "Jupiter's current disc (Connerney et al. 2020)", read_con2020},
    Entry{"can81", "Jupiter's current disc (Connerney et al. 1981)", read_can81},
    Entry{"disc", "a current disc with parameters of its own", read_disc},
};

Entry const& entry_named(std::string const& name, std::string const& text) {
    auto const found =
        std::find_if(entries.begin(), entries.end(), [&](Entry const& entry) { return name == entry.name; });
    if (found != entries.end()) return *found;
    std::string known;
    for (auto const& entry : entries)
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    throw BadInput("unknown magnetic field model " + in_quotes(name), "magnetic field " + in_quotes(text),
                   known);
}

}  // namespace

MagneticField make_magnetic_field(std::vector<std::string> const& specifications, Body const& body,
                                  std::filesystem::path const& data_directory,
                                  std::function<void(std::filesystem::path const&)> const& name_file,
                                  LoadedFields const& grids) {
    MagneticFieldParts parts;
    for (auto const& text : specifications) {
        auto const specification = parse_specification(text);
        SpecificationReader reader(specification, "magnetic field");
        auto const& entry = entry_named(specification.name, text);
        if (entry.read == nullptr) {
            auto const loaded = grids.find(text);
            if (loaded == grids.end())
                throw std::logic_error("make_magnetic_field: " + text + " was not loaded");
            parts.grids.push_back(loaded->second);
            continue;
        }
        entry.read(reader, {body, data_directory, specification.name, name_file}, parts);
        reader.finish();
    }
    return MagneticField(std::move(parts));
}

std::vector<MagneticFieldModel> magnetic_field_models() {
    std::vector<MagneticFieldModel> known;
    for (auto const& entry : entries)
        known.push_back({entry.name, entry.summary});
    return known;
}

}  // namespace vespa::planet

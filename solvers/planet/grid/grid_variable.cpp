#include "planet/grid/grid_variable.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "planet/grid/grid_units.hpp"

namespace vespa::planet {
namespace {

// Nodes count as evenly spaced when they are so to this part of a step.
constexpr double even = 1e-3;

std::string base_name(std::string const& path) {
    auto name = path.substr(path.rfind('/') + 1);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (name == "lon") return "longitude";
    if (name == "lat") return "latitude";
    return name == "radius" ? "r" : name;
}

std::array<std::string, 3> const cartesian{"x", "y", "z"};
std::array<std::string, 3> const spherical{"longitude", "latitude", "r"};

constexpr char const* allowed_axes = "x, y, z or r, latitude, longitude";

/// The unit that overrides, or the attribute units, or nothing.
std::string unit_of(record::Object const& object, std::string const& override_by) {
    if (!override_by.empty()) return override_by;
    return object.has_attribute("units") ? object.attribute<std::string>("units") : std::string();
}

/// A path of the file as Group takes it.
std::string relative(std::string const& path) {
    auto const start = path.find_first_not_of('/');
    return start == std::string::npos ? path : path.substr(start);
}

std::vector<double> read_axis(record::Dataset const& axis, std::uint64_t extent) {
    // What netCDF-4 leaves where a dimension has no variable.
    if (axis.has_attribute("NAME")) {
        auto const name = axis.attribute("NAME");
        auto const* text = std::get_if<std::string>(&name);
        if (text && text->find("not a netCDF variable") != std::string::npos)
            throw BadInput("the dimension has no variable with the places of its nodes", axis.where());
    }
    if (axis.shape().size() != 1 || axis.rows() != extent) {
        throw BadInput("is not a list of as many numbers as the variable has nodes along it", axis.where(),
                       std::to_string(extent) + " numbers");
    }
    // Before they are read: a damaged file may claim any number.
    if (extent > most_nodes) {
        throw BadInput("has " + std::to_string(extent) + " nodes", axis.where(),
                       "at most " + std::to_string(most_nodes));
    }
    return axis.read<double>();
}

/// First, step and count of evenly spaced nodes, or nothing; `at` gets the node that stands out.
std::optional<GridAxis> evenly_spaced(std::vector<double> const& nodes, std::size_t& at) {
    auto const count = nodes.size();
    GridAxis const axis{nodes.front(), (nodes.back() - nodes.front()) / static_cast<double>(count - 1),
                        count};
    for (at = 0; at < count; ++at) {
        double const expected = axis.first + axis.step * static_cast<double>(at);
        if (!(std::abs(nodes[at] - expected) <= even * axis.step)) return std::nullopt;
    }
    return axis;
}

void check_increasing(std::vector<double> const& nodes, std::string const& where) {
    if (nodes.size() < numerics::least_cubic_nodes) {
        throw BadInput("has " + std::to_string(nodes.size()) + " nodes", where, "at least 4");
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto const place = " at index " + std::to_string(i);
        if (!std::isfinite(nodes[i])) throw BadInput(shown(nodes[i]) + place, where, "finite numbers");
        if (i > 0 && !(nodes[i] > nodes[i - 1])) {
            throw BadInput(shown(nodes[i]) + place + " follows " + shown(nodes[i - 1]), where,
                           "increasing numbers");
        }
    }
}

/// Evenly spaced nodes, in SI units; of a distance from the centre, evenly spaced in itself or its logarithm.
GridAxis axis_from(std::vector<double> const& nodes, double unit, bool may_be_logarithmic, bool& logarithmic,
                   std::string const& where) {
    check_increasing(nodes, where);
    std::size_t at = 0, log_at = 0;
    logarithmic = false;
    if (auto axis = evenly_spaced(nodes, at)) return {axis->first * unit, axis->step * unit, axis->count};
    if (may_be_logarithmic && nodes.front() > 0) {
        std::vector<double> logs;
        for (double const node : nodes)
            logs.push_back(std::log(node * unit));
        if (auto axis = evenly_spaced(logs, log_at)) {
            logarithmic = true;
            return *axis;
        }
    }
    throw BadInput(
        shown(nodes[at]) + " at index " + std::to_string(at) + " breaks the even spacing", where,
        may_be_logarithmic ? "evenly spaced nodes, in r or in its logarithm" : "evenly spaced nodes");
}

}  // namespace

GridVariable::GridVariable(record::File const& file, std::string const& name, GridRequest const& request)
    : data_(file.root().dataset(relative(name))), unit_override_(request.unit) {
    if (data_.shape().size() != 3) {
        throw BadInput("has " + std::to_string(data_.shape().size()) + " dimensions", data_.where(),
                       std::string("3: ") + allowed_axes);
    }
    find_axes(file, request);
}

void GridVariable::find_axes(record::File const& file, GridRequest const& request) {
    auto const root = file.root();
    auto paths = data_.scales();
    bool const attached = std::none_of(paths.begin(), paths.end(), [](auto const& p) { return p.empty(); });
    if (!attached) {  // by their names, the last index the fastest
        auto const has = [&](auto const& names) {
            return std::all_of(names.begin(), names.end(), [&](auto const& n) { return root.has(n); });
        };
        if (!has(cartesian) && !has(spherical)) {
            throw BadInput(
                "an axis is missing: the variable has no dimension scales, and the file not all of the "
                "datasets that stand for them",
                data_.where(), allowed_axes);
        }
        auto const& names = has(cartesian) ? cartesian : spherical;
        paths.assign(names.rbegin(), names.rend());
    }
    std::vector<std::string> names;
    for (auto const& path : paths)
        names.push_back(base_name(path));
    bool const is_spherical = std::find(names.begin(), names.end(), "r") != names.end();
    axis_names_ = is_spherical ? spherical : cartesian;
    for (std::size_t a = 0; a < 3; ++a) {
        auto const found = std::find(names.begin(), names.end(), axis_names_[a]);
        if (found == names.end()) {
            throw BadInput("its axes are " + names[0] + ", " + names[1] + ", " + names[2], data_.where(),
                           std::string(allowed_axes) + ", in any order");
        }
        auto const extent = static_cast<std::size_t>(found - names.begin());
        axis_of_extent_[extent] = a;
        auto const axis = root.dataset(relative(paths[extent]));
        auto const nodes = read_axis(axis, data_.shape()[extent]);
        bool const angle = is_spherical && a < 2;
        auto const unit = unit_of(axis, angle ? request.angle_unit : request.length_unit);
        double const factor =
            angle ? angle_unit(unit, axis.where()) : length_unit(unit, request.radius_m, axis.where());
        bool logarithmic = false;
        nodes_.axes[a] = axis_from(nodes, factor, is_spherical && a == 2, logarithmic, axis.where());
        if (is_spherical && a == 2)
            nodes_.frame = logarithmic ? GridFrame::spherical_logarithmic : GridFrame::spherical;
    }
}

std::string GridVariable::unit() const {
    return unit_of(data_, unit_override_);
}

void GridVariable::refuse(std::string const& what, std::array<std::uint64_t, 3> const& place,
                          std::string const& allowed) const {
    std::string index;
    for (auto const a : axis_of_extent_)
        index += (index.empty() ? "" : ", ") + axis_names_[a] + " " + std::to_string(place[a]);
    throw BadInput(what + " at index [" + index + "]", where(), allowed);
}

void GridVariable::read(parallel::Range planes,
                        std::function<void(std::array<std::uint64_t, 3> const&, double)> const& take) const {
    auto const number = [&](char const* name, double otherwise) {
        return data_.has_attribute(name) ? data_.attribute<double>(name) : otherwise;
    };
    double const none = std::nan("");
    double const factor = number("scale_factor", 1), offset = number("add_offset", 0);
    double const fill = number("_FillValue", none), missing = number("missing_value", none);
    auto const& shape = data_.shape();
    std::array<std::uint64_t, 3> place{};
    bool const by_planes = axis_of_extent_[0] == 2;
    for (std::uint64_t first = by_planes ? planes.first : 0; first < (by_planes ? planes.last : shape[0]);
         ++first) {
        auto const slab = data_.read_rows<double>({first, first + 1});
        std::size_t at = 0;
        for (std::uint64_t second = 0; second < shape[1]; ++second) {
            for (std::uint64_t third = 0; third < shape[2]; ++third) {
                double const raw = slab[at++], value = raw * factor + offset;
                place[axis_of_extent_[0]] = first;
                place[axis_of_extent_[1]] = second;
                place[axis_of_extent_[2]] = third;
                if (place[2] < planes.first || place[2] >= planes.last) continue;
                if (raw == fill || raw == missing) refuse("fill value", place, "a value at every node");
                if (!std::isfinite(value)) refuse(shown(value), place, "finite numbers");
                take(place, value);
            }
        }
    }
}

}  // namespace vespa::planet

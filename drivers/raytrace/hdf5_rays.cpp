#include "drivers/raytrace/hdf5_rays.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

namespace {

struct Unit {
    char const* name;
    double value;
};

/// What one unit of the dataset is. \param otherwise where it has no attribute `unit`
double unit_of(record::Dataset const& dataset, std::vector<Unit> const& units, double otherwise) {
    if (!dataset.has_attribute("unit")) return otherwise;
    auto const name = dataset.attribute<std::string>("unit");
    std::string allowed;
    for (auto const& unit : units) {
        if (unit.name == name) return unit.value;
        allowed += std::string(allowed.empty() ? "" : ", ") + unit.name;
    }
    throw BadInput(fmt::format("unit \"{}\" is not known", name), dataset.where(), allowed);
}

double length_of(record::Dataset const& position, ListUnits const& units) {
    std::vector<Unit> known = {{"m", 1}, {"km", units::km}};
    if (units.radius_m > 0) known.push_back({"radius", units.radius_m});
    return unit_of(position, known, units.length_m);
}

double frequency_of(record::Dataset const& frequency) {
    return unit_of(frequency, {{"Hz", 1}, {"kHz", 1e3}, {"MHz", 1e6}, {"GHz", 1e9}}, units::MHz);
}

std::string text(record::Shape const& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

void expect(record::Dataset const& dataset, record::Shape const& shape) {
    if (dataset.shape() != shape)
        throw BadInput(fmt::format("has the shape {}", text(dataset.shape())), dataset.where(), text(shape));
}

}  // namespace

Hdf5Rays::Hdf5Rays(std::filesystem::path const& file, ListUnits const& units)
    : file_(record::File::open_alone(file)),
      units_(units),
      position_(file_.root().dataset("position")),
      direction_(file_.root().dataset("direction")),
      frequency_(file_.root().dataset("frequency")),
      length_m_(length_of(position_, units)),
      frequency_hz_(frequency_of(frequency_)) {
    if (position_.shape().size() != 2 || position_.shape()[1] != 3)
        throw BadInput(fmt::format("has the shape {}", text(position_.shape())), position_.where(), "[n, 3]");
    if (size() == 0) throw BadInput("holds no rays", file.string(), "a row for each ray");
    expect(direction_, {size(), 3});
    expect(frequency_, {size()});
    if (file_.root().has("mode")) {
        mode_ = file_.root().dataset("mode");
        expect(*mode_, {size()});
        if (record::is_floating(mode_->type()))
            throw BadInput("holds " + record::name_of(mode_->type()), mode_->where(),
                           "integers: 0 ordinary, 1 extraordinary");
    } else if (!units.mode) {
        throw BadInput("says no mode of its rays", file.string(), "a dataset mode, or one of --modes");
    }
}

std::vector<raytrace::Launch> Hdf5Rays::read_block(std::uint64_t block) const {
    parallel::Range const rows{block * block_rays, std::min((block + 1) * block_rays, size())};
    auto const position = position_.read_rows<double>(rows);
    auto const direction = direction_.read_rows<double>(rows);
    auto const frequency = frequency_.read_rows<double>(rows);
    auto const mode = mode_ ? mode_->read_rows<double>(rows) : std::vector<double>{};
    std::vector<raytrace::Launch> rays(rows.size());
    for (std::size_t k = 0; k < rays.size(); ++k) {
        for (std::size_t i = 0; i < 3; ++i) {
            rays[k].position_m[i] = length_m_ * position[3 * k + i];
            rays[k].direction[i] = direction[3 * k + i];
        }
        rays[k].frequency_hz = frequency_hz_ * frequency[k];
        if (!mode_) {
            rays[k].mode = *units_.mode;
        } else {
            rays[k].mode = mode[k] == 0   ? raytrace::Mode::ordinary
                           : mode[k] == 1 ? raytrace::Mode::extraordinary
                                          : no_mode;
        }
    }
    return rays;
}

}  // namespace vespa::raytrace_driver

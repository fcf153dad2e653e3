#include "drivers/lbl/views.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr double most_views = 1000;

std::optional<lbl::ViewKind> kind_of(std::string const& name) {
    if (name == "nadir") return lbl::ViewKind::nadir;
    if (name == "zenith") return lbl::ViewKind::zenith;
    if (name == "limb") return lbl::ViewKind::limb;
    if (name == "occultation") return lbl::ViewKind::occultation;
    return std::nullopt;
}

lbl::View at_height(lbl::ViewKind kind, std::string const& name, double height_km) {
    return {.kind = kind, .at = height_km * units::km, .name = fmt::format("{} {:g} km", name, height_km)};
}

void add_heights(SpecificationReader& reader, lbl::ViewKind kind, std::string const& name,
                 std::vector<lbl::View>& views) {
    auto const any = Interval::between(-1e5, 1e6);
    if (!reader.has("from")) {
        views.push_back(at_height(kind, name, reader.required_number("height", any, "km")));
        return;
    }
    double const from = reader.required_number("from", any, "km"),
                 to = reader.required_number("to", any, "km");
    double const step = reader.required_number("step", Interval::positive(), "km");
    double const count = std::floor((to - from) / step * (1 + 1e-12)) + 1;
    if (!(count >= 1 && count <= most_views))
        throw BadInput(fmt::format("{} heights", std::max(count, 0.0)), reader.where(),
                       fmt::format("1 to {}", most_views));
    for (double i = 0; i < count; ++i)
        views.push_back(at_height(kind, name, from + i * step));
}

}  // namespace

std::vector<lbl::View> views_from(std::vector<std::string> const& texts) {
    std::vector<lbl::View> views;
    for (auto const& text : texts) {
        auto const specification = parse_specification(text);
        SpecificationReader reader(specification, "--views");
        auto const kind = kind_of(specification.name);
        if (!kind)
            throw BadInput("no view " + in_quotes(specification.name), "--views",
                           "nadir, zenith, limb, occultation");
        if (*kind == lbl::ViewKind::limb || *kind == lbl::ViewKind::occultation) {
            add_heights(reader, *kind, specification.name, views);
        } else {
            double const angle = reader.number("angle", 0, Interval::between(0, 89), "degrees");
            double const azimuth = reader.number("azimuth", 0, Interval::between(-360, 360), "degrees");
            views.push_back({.kind = *kind,
                             .at = angle,
                             .name = angle == 0 ? specification.name
                                                : fmt::format("{} {:g} deg", specification.name, angle),
                             .azimuth = azimuth});
            if (azimuth != 0) views.back().name += fmt::format(" azimuth {:g} deg", azimuth);
        }
        reader.finish();
    }
    return views;
}

}  // namespace vespa::lbl_driver

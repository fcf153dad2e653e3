#include "drivers/lbl/aerosol_options.hpp"

#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr char option[] = "--aerosols";
constexpr double everywhere_km = 1e6;

lbl::AerosolOptics optics_from(shell::Run& run, SpecificationReader& reader, double lowest, double highest) {
    if (reader.has("file")) {
        std::string const path = reader.word("file", "", {});
        run.name_input(path, option);
        std::ifstream text(path);
        return lbl::read_aerosol_table(text, path);
    }
    auto const unit = Interval::between(0, 1);
    double const albedo = reader.required_number("albedo", unit, "");
    double const asymmetry = reader.number("asymmetry", 0, Interval::between(-1, 1), "");
    if (!reader.has("reference")) return lbl::grey_aerosol(albedo, asymmetry);
    double const reference = reader.number("reference", 1, Interval::positive(), "cm-1");
    double const exponent = reader.required_number("exponent", Interval::between(-10, 10), "");
    return lbl::angstrom_aerosol(reference, exponent, albedo, asymmetry, 0.99 * lowest, 1.01 * highest);
}

}  // namespace

std::vector<lbl::AerosolLayer> aerosols_from(shell::Run& run, std::vector<std::string> const& texts,
                                             double lowest, double highest) {
    std::vector<lbl::AerosolLayer> aerosols;
    auto const heights = Interval::between(-everywhere_km, everywhere_km);
    for (auto const& text : texts) {
        auto const specification = parse_specification(text);
        SpecificationReader reader(specification, option);
        for (auto const& other : aerosols)
            if (other.name == specification.name)
                throw BadInput("two aerosols " + in_quotes(specification.name), option, "different names");
        lbl::AerosolLayer aerosol{.name = specification.name,
                                  .optics = optics_from(run, reader, lowest, highest)};
        aerosol.optical_depth = reader.required_number("depth", Interval::non_negative(), "");
        aerosol.bottom = reader.number("bottom", 0, heights, "km") * units::km;
        aerosol.top = reader.required_number("top", heights, "km") * units::km;
        aerosol.scale_height = reader.number("scale-height", 0, Interval::non_negative(), "km") * units::km;
        reader.finish();
        aerosols.push_back(std::move(aerosol));
    }
    return aerosols;
}

}  // namespace vespa::lbl_driver

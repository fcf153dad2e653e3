#include "drivers/raytrace/ions_from.hpp"

#include <algorithm>
#include <array>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"

namespace vespa::raytrace_driver {
namespace {

struct Element {
    char const* name;
    double mass_u;  ///< of the ion; CIAAW 2021, less an electron
};

constexpr std::array elements{Element{"H", 1.0074},   Element{"H2", 2.0155},  Element{"H3", 3.0234},
                              Element{"He", 4.0021},  Element{"C", 12.0105},  Element{"N", 14.0062},
                              Element{"O", 15.9985},  Element{"OH", 17.0067}, Element{"H2O", 18.0147},
                              Element{"Na", 22.9892}, Element{"N2", 28.0128}, Element{"NO", 30.0057},
                              Element{"O2", 31.9975}, Element{"S", 32.0595},  Element{"SO2", 64.0585}};

double mass_of(SpecificationReader& reader, std::string const& name, std::string const& text) {
    if (name == "ion") return reader.required_number("mass", Interval::between(1e-3, 1e4), "u");
    auto const found = std::find_if(elements.begin(), elements.end(),
                                    [&](Element const& element) { return name == element.name; });
    if (found != elements.end()) return found->mass_u;
    std::string known = "ion";
    for (auto const& element : elements)
        known += std::string(", ") + element.name;
    throw BadInput("unknown ion " + in_quotes(name), "ions " + in_quotes(text), known);
}

}  // namespace

std::vector<raytrace::IonSpecies> ions_from(std::vector<std::string> const& texts) {
    std::vector<raytrace::IonSpecies> species;
    for (auto const& text : texts) {
        auto const specification = parse_specification(text);
        SpecificationReader reader(specification, "ions");
        raytrace::IonSpecies ion;
        ion.mass_u = mass_of(reader, specification.name, text);
        double const charge = reader.number("charge", 1, Interval::between(-20, 20), "e");
        ion.charge = static_cast<int>(charge);
        if (ion.charge != charge || charge == 0) {
            throw BadInput("charge " + shown(charge), "ions " + in_quotes(text),
                           "a whole number of elementary charges, not 0");
        }
        ion.share = reader.number("share", 1, {.low = 0, .high = 20, .includes_low = false}, "");
        reader.finish();
        species.push_back(ion);
    }
    raytrace::make_ions(species);
    return species;
}

}  // namespace vespa::raytrace_driver

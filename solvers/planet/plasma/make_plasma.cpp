#include "planet/plasma/make_plasma.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "planet/plasma/model_readers.hpp"

namespace vespa::planet {
namespace {

struct Entry {
    char const* name;
    char const* summary;
    readers::Models (*read)(SpecificationReader&, Body const&);  // null: loaded beforehand
};

constexpr std::array entries{
    Entry{"grid", "a density on a grid, from a file of HDF5 or netCDF-4", nullptr},
    Entry{"uniform", "the same density everywhere", readers::uniform},
    Entry{"linear", "linear layer", readers::linear},
    Entry{"parabolic", "parabolic layer", readers::parabolic},
    Entry{"quasi-parabolic", "quasi-parabolic layer of Croft & Hoogasian (1968)", readers::quasi_parabolic},
    Entry{"chapman", "Chapman alpha layer with its own topside scale height", readers::chapman},
    Entry{"exponential", "exponential atmosphere", readers::exponential},
    Entry{"step", "tanh step between two densities", readers::step},
    Entry{"power", "power of the distance from a plane or a centre", readers::power},
    Entry{"corona", "solar corona: Leblanc, Newkirk, Saito, Baumbach-Allen, Parker", readers::corona},
    Entry{"jupiter-ionosphere", "Jupiter's ionosphere after Hinson et al. (1997)",
          readers::jupiter_ionosphere},
    Entry{"moon-ionosphere", "exponential ionosphere of Ganymede, Europa, Callisto or Io",
          readers::moon_ionosphere},
    Entry{"io-torus", "Io plasma torus in the form of Phipps & Withers (2017)", readers::io_torus},
    Entry{"divine-garrett", "cold electrons of Jupiter's magnetosphere, Divine & Garrett (1983)",
          readers::divine_garrett},
    Entry{"saturn-disc", "Saturn's plasma disc after Holmberg et al. (2012)", readers::saturn_disc},
    Entry{"dipole-aligned", "power laws across and along dipole field lines, plasmapause",
          readers::dipole_aligned},
    Entry{"diffusive-equilibrium", "Earth's plasmasphere in diffusive equilibrium",
          readers::diffusive_equilibrium},
};

Entry const& entry_named(std::string const& name, std::string const& text) {
    auto const found =
        std::find_if(entries.begin(), entries.end(), [&](Entry const& entry) { return name == entry.name; });
    if (found != entries.end()) return *found;
    std::string known;
    for (auto const& entry : entries)
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    throw BadInput("unknown plasma model " + in_quotes(name), "plasma " + in_quotes(text), known);
}

}  // namespace

Plasma make_plasma(std::vector<std::string> const& specifications, Body const& body,
                   LoadedDensities const& grids) {
    std::vector<DensityModel> models;
    for (auto const& text : specifications) {
        auto const specification = parse_specification(text);
        auto const& entry = entry_named(specification.name, text);
        if (entry.read == nullptr) {
            auto const loaded = grids.find(text);
            if (loaded == grids.end()) throw std::logic_error("make_plasma: " + text + " was not loaded");
            models.emplace_back(loaded->second.density);
            continue;
        }
        SpecificationReader reader(specification, "plasma");
        auto part = entry.read(reader, body);
        reader.finish();
        std::move(part.begin(), part.end(), std::back_inserter(models));
    }
    return Plasma(std::move(models));
}

std::vector<PlasmaModel> plasma_models() {
    std::vector<PlasmaModel> known;
    for (auto const& entry : entries)
        known.push_back({entry.name, entry.summary});
    return known;
}

}  // namespace vespa::planet

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "lbl/atmosphere/table_text.hpp"
#include "lbl/continuum/mt_ckd.hpp"
#include "lbl/continuum/netcdf_classic.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t fewest_rows = 4;

/// Takes the equal steps from the wavenumbers and looks the coefficients over.
WaterContinuum finished(WaterContinuum continuum, std::vector<double> const& nu, std::string const& name) {
    if (nu.size() < fewest_rows) throw BadInput(std::to_string(nu.size()) + " rows", name, "at least 4");
    continuum.first = nu[0];
    continuum.step = nu[1] - nu[0];
    for (std::size_t i = 1; i < nu.size(); ++i) {
        if (!(continuum.step > 0) || std::abs(nu[i] - nu[i - 1] - continuum.step) > 1e-6 * continuum.step) {
            throw BadInput("wavenumbers " + std::to_string(nu[i - 1]) + " and " + std::to_string(nu[i]), name,
                           "rising by equal steps");
        }
    }
    for (auto const* column : {&continuum.self, &continuum.foreign, &continuum.self_exponent}) {
        if (column->size() != nu.size()) throw BadInput("columns of different lengths", name);
        for (double const v : *column)
            if (!std::isfinite(v)) throw BadInput("a coefficient that is not finite", name);
    }
    return continuum;
}

std::vector<std::string_view> split_at_commas(std::string_view line) {
    std::vector<std::string_view> cells;
    for (;;) {
        auto const comma = line.find(',');
        auto const words = words_of(line.substr(0, comma));
        cells.push_back(words.size() == 1 ? words[0] : std::string_view());
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

WaterContinuum read_netcdf(std::string const& bytes, std::string const& name) {
    NetcdfClassic const file(bytes, name);
    WaterContinuum continuum;
    auto const nu = file.doubles("wavenumbers");
    continuum.self = file.doubles("self_absco_ref");
    continuum.foreign = file.doubles("for_absco_ref");
    continuum.self_exponent = file.doubles("self_texp");
    continuum.reference_pressure = 100 * file.doubles("ref_press").at(0);
    continuum.reference_temperature = file.doubles("ref_temp").at(0);
    return finished(std::move(continuum), nu, name);
}

}  // namespace

WaterContinuum read_water_continuum(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    std::map<std::string, std::size_t, std::less<>> column;
    auto const names = split_at_commas(lines.need("names of the columns"));
    for (std::size_t i = 0; i < names.size(); ++i)
        column.emplace(names[i], i);
    WaterContinuum continuum;
    std::vector<double> nu;
    std::pair<char const*, std::vector<double>*> const wanted[] = {{"nu_cm-1", &nu},
                                                                   {"self_absco_ref", &continuum.self},
                                                                   {"for_absco_ref", &continuum.foreign},
                                                                   {"self_texp", &continuum.self_exponent}};
    for (auto const& [key, to] : wanted)
        if (!column.contains(key)) lines.fail(std::string("no column ") + key);
    for (std::string_view line; lines.next(line);) {
        auto const cells = split_at_commas(line);
        if (cells.size() != names.size())
            lines.fail("a row of " + std::to_string(cells.size()) + " cells", std::to_string(names.size()));
        for (auto const& [key, to] : wanted)
            to->push_back(lines.to_number(cells[column.find(key)->second], key));
    }
    return finished(std::move(continuum), nu, name);
}

WaterContinuum read_water_continuum_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput("cannot be opened", path.string());
    std::stringstream whole;
    whole << file.rdbuf();
    if (file.bad()) throw BadInput("cannot be read to its end", path.string());
    std::string const bytes = whole.str();
    if (bytes.starts_with("CDF")) return read_netcdf(bytes, path.string());
    return read_water_continuum(whole, path.string());
}

}  // namespace vespa::lbl

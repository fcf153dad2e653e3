#include "lbl/continuum/aerosol.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "lbl/atmosphere/table_text.hpp"

namespace vespa::lbl {
namespace {

struct Place {
    std::size_t below;
    double share;
    double of(std::vector<double> const& values) const {
        return share == 0 ? values[below] : (1 - share) * values[below] + share * values[below + 1];
    }
};

Place place_of(AerosolOptics const& optics, double nu, std::string const& where) {
    auto const& nodes = optics.wavenumber;
    if (nodes.size() == 1) return {0, 0};
    if (!(nu >= nodes.front() && nu <= nodes.back())) {
        throw BadInput("aerosol at " + std::to_string(nu) + " cm-1", where,
                       std::to_string(nodes.front()) + " to " + std::to_string(nodes.back()) + " cm-1");
    }
    auto const above = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, nu);
    auto const below = static_cast<std::size_t>(above - nodes.begin()) - 1;
    return {below, (nu - nodes[below]) / (nodes[below + 1] - nodes[below])};
}

void check_range(std::vector<double> const& values, double low, double high, char const* what,
                 std::string const& where) {
    for (double const v : values) {
        if (!(v >= low && v <= high)) {
            throw BadInput(std::string(what) + " " + std::to_string(v), where,
                           std::to_string(low) + " to " + std::to_string(high));
        }
    }
}

}  // namespace

void check(AerosolOptics const& optics, std::string const& where) {
    std::size_t const n = optics.wavenumber.size();
    if (n == 0 || optics.extinction.size() != n || optics.albedo.size() != n ||
        optics.asymmetry.size() != n || (!optics.moments.empty() && optics.moments.size() != n)) {
        throw BadInput("columns of different lengths", where, "as many values as wavenumbers, at least one");
    }
    for (std::size_t i = 1; i < n; ++i) {
        if (!(optics.wavenumber[i] > optics.wavenumber[i - 1]))
            throw BadInput("wavenumber " + std::to_string(optics.wavenumber[i]) + " does not rise", where);
    }
    check_range(optics.extinction, 0, 1e12, "extinction", where);
    check_range(optics.albedo, 0, 1, "single-scattering albedo", where);
    check_range(optics.asymmetry, -1, 1, "asymmetry", where);
    for (auto const& row : optics.moments) {
        check_range(row, -1, 1, "moment", where);
        if (row.size() < 2 || row[0] != 1 || row.size() != optics.moments[0].size())
            throw BadInput("moments of a node", where, "as many at every node, chi_0 = 1 first");
    }
}

AerosolOptics grey_aerosol(double albedo, double asymmetry) {
    AerosolOptics const optics{{0}, {1}, {albedo}, {asymmetry}};
    check(optics, "grey aerosol");
    return optics;
}

AerosolOptics angstrom_aerosol(double reference, double exponent, double albedo, double asymmetry,
                               double lowest, double highest) {
    if (!(reference > 0 && lowest > 0 && highest > lowest && highest < 1e9)) {
        throw BadInput("wavenumbers " + std::to_string(reference) + ", " + std::to_string(lowest) + ", " +
                           std::to_string(highest) + " cm-1",
                       "Angstroem aerosol", "above 0, the highest above the lowest");
    }
    auto const steps = static_cast<std::size_t>(std::ceil(100 * std::log(highest / lowest)));
    AerosolOptics optics;
    for (std::size_t i = 0; i <= steps; ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(steps);
        double const nu = i == steps ? highest : lowest * std::pow(highest / lowest, share);
        optics.wavenumber.push_back(nu);
        optics.extinction.push_back(std::pow(nu / reference, exponent));
        optics.albedo.push_back(albedo);
        optics.asymmetry.push_back(asymmetry);
    }
    check(optics, "Angstroem aerosol");
    return optics;
}

AerosolOptics read_aerosol_table(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    if (lines.need("first line 'vespa-aerosol 1'") != "vespa-aerosol 1")
        lines.fail("not an aerosol table", "first line 'vespa-aerosol 1'");
    std::string const heading(lines.need("'columns ...'"));
    auto const names = words_of(heading);
    std::string const allowed =
        "columns wavenumber:cm-1 extinction albedo asymmetry, or ... albedo chi1 chi2 ...";
    if (names.size() < 5 || names[0] != "columns" || names[1] != "wavenumber:cm-1" ||
        names[2] != "extinction" || names[3] != "albedo") {
        lines.fail("'" + heading + "'", allowed);
    }
    bool const with_moments = names[4] == "chi1";
    for (std::size_t l = 1; l + 3 < names.size(); ++l) {
        if (names[l + 3] != (with_moments ? "chi" + std::to_string(l) : l == 1 ? "asymmetry" : ""))
            lines.fail("column '" + std::string(names[l + 3]) + "'", allowed);
    }
    AerosolOptics optics;
    for (std::string_view line; lines.next(line);) {
        auto const words = words_of(line);
        if (words.size() + 1 != names.size()) {
            lines.fail("a row of " + std::to_string(words.size()) + " numbers",
                       std::to_string(names.size() - 1));
        }
        optics.wavenumber.push_back(lines.to_number(words[0], "wavenumber", 0, 1e9));
        optics.extinction.push_back(lines.to_number(words[1], "extinction", 0, 1e12));
        optics.albedo.push_back(lines.to_number(words[2], "albedo", 0, 1));
        optics.asymmetry.push_back(lines.to_number(words[3], std::string(names[4]), -1, 1));
        if (!with_moments) continue;
        std::vector<double> row{1};
        for (std::size_t l = 3; l < words.size(); ++l)
            row.push_back(lines.to_number(words[l], std::string(names[l + 1]), -1, 1));
        optics.moments.push_back(std::move(row));
    }
    check(optics, name);
    return optics;
}

AerosolSample sample(AerosolOptics const& optics, std::span<double const> wavenumber,
                     std::string const& where) {
    AerosolSample result;
    for (double const nu : wavenumber) {
        auto const place = place_of(optics, nu, where);
        result.extinction.push_back(place.of(optics.extinction));
        result.albedo.push_back(place.of(optics.albedo));
        result.asymmetry.push_back(place.of(optics.asymmetry));
    }
    return result;
}

std::vector<double> moments_at(AerosolOptics const& optics, double wavenumber, std::size_t count,
                               std::string const& where) {
    auto const place = place_of(optics, wavenumber, where);
    std::vector<double> chi(count, 0.0);
    double const g = place.of(optics.asymmetry);
    double power = 1;
    for (std::size_t l = 0; l < count; ++l, power *= g) {
        if (optics.moments.empty())
            chi[l] = power;
        else if (l < optics.moments[0].size())
            chi[l] = (1 - place.share) * optics.moments[place.below][l] +
                     (place.share == 0 ? 0 : place.share * optics.moments[place.below + 1][l]);
    }
    return chi;
}

}  // namespace vespa::lbl

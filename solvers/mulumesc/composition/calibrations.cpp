#include "mulumesc/composition/calibrations.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

constexpr auto first = BandMeasure::first_centre, second = BandMeasure::second_centre;
constexpr std::string_view of_fs = "Fs, mol % of low-Ca pyroxene", of_wo = "Wo, mol % of pyroxene";
constexpr std::string_view hed = "howardites, eucrites, diogenites", chondrites = "ordinary chondrites";
constexpr std::string_view burbine = "Burbine et al. 2007, Lunar Planet. Sci. 38, 2117",
                           dunn = "Dunn et al. 2010, Icarus 208, 789";

// clang-format off
constexpr Calibration all[] = {
    {"hed-fs-1", of_fs, hed, burbine, first, {-913.82, 1023.4, 0}, 0.89, 1.00, 3, 17},
    {"hed-fs-2", of_fs, hed, burbine, second, {-364.3, 205.86, 0}, 1.77, 2.10, 3, 16},
    {"hed-wo-1", of_wo, hed, burbine, first, {-360.55, 396.13, 0}, 0.91, 1.00, 1, 6.1},
    {"hed-wo-2", of_wo, hed, burbine, second, {-148.3, 79.905, 0}, 1.85, 2.10, 1, 7.2},
    {"chondrite-fs", of_fs, chondrites, dunn, first, {-921.7, 1824.9, -879.1}, 0.90, 1.03, 1.4, 3.8},
    {"chondrite-fa", "Fa, mol % of olivine", chondrites, dunn, first, {-1342.3, 2656.5, -1284.9}, 0.90, 1.03, 1.3, 4.2},
    {"chondrite-olivine", "ol/(ol + px)", chondrites, dunn, BandMeasure::area_ratio, {0.728, -0.242, 0}, 0, 3, 0.03, 0.054},
};
// clang-format on

}  // namespace

std::span<Calibration const> calibrations() {
    return all;
}

Calibration const& calibration(std::string_view name) {
    std::string names;
    for (auto const& c : all) {
        if (c.name == name) return c;
        names += (names.empty() ? "" : ", ") + std::string(c.name);
    }
    throw BadInput("'" + std::string(name) + "'", "calibration of composition", names);
}

Estimate composition(Calibration const& relation, double x, double x_error) {
    if (!(x >= relation.low && x <= relation.high)) return {std::nan(""), std::nan("")};
    auto const& c = relation.coefficients;
    double const slope = c[1] + 2 * c[2] * x, own = std::max(relation.error, relation.measured);
    return {c[0] + x * (c[1] + x * c[2]), std::hypot(own, slope * x_error)};
}

namespace {

/// Root mean square errors on the 73 orthopyroxenes of README.md, mol %.
constexpr double gaffey_fs_error = 18.3, gaffey_wo_error = 9.2;

double gaffey_wollastonite(double first_centre, double ferrosilite) {
    if (ferrosilite < 10) return 347.9 * first_centre - 313.6;
    if (ferrosilite < 25) return 456.2 * first_centre - 416.9;
    return 418.9 * first_centre - 380.9;
}

double gaffey_ferrosilite(double second_centre, double wollastonite) {
    if (wollastonite < 11) return 268.2 * second_centre - 483.7;
    if (wollastonite < 30) return 57.5 * second_centre - 72.7;
    if (wollastonite < 45) return -12.9 * second_centre + 45.9;
    return -118 * second_centre + 278.5;
}

}  // namespace

Pyroxene pyroxene_of_centres(double first_centre, double second_centre) {
    double fs = gaffey_ferrosilite(second_centre, 0), wo = 0;
    bool settled = false;
    for (int turn = 0; turn < 10 && !settled; ++turn) {
        double const new_wo = gaffey_wollastonite(first_centre, fs),
                     new_fs = gaffey_ferrosilite(second_centre, new_wo);
        settled = std::abs(new_wo - wo) < 0.1 && std::abs(new_fs - fs) < 0.1;
        wo = new_wo;
        fs = new_fs;
    }
    return {{fs, gaffey_fs_error}, {wo, gaffey_wo_error}, settled};
}

}  // namespace vespa::mulumesc

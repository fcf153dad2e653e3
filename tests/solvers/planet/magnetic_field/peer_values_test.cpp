// The values that JupiterMag and libcon2020 saved, from the shared data.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/units/constants.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"
#include "support/shared_data.hpp"

namespace vespa::planet {
namespace {

using testing::Vector;
using units::nT;

std::filesystem::path shared_data() {
    return vespa::testing::shared_data("magnetic-field");
}

nlohmann::json unzipped(std::filesystem::path const& path) {
    std::string text;
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe(popen(("gzip -dc '" + path.string() + "'").c_str(), "r"),
                                                     pclose);
    std::array<char, 65536> block;
    while (auto const n = std::fread(block.data(), 1, block.size(), pipe.get()))
        text.append(block.data(), n);
    return nlohmann::json::parse(text);
}

// Sines and cosines of colatitude and longitude. The saved colatitudes go beyond π, so that the unit vectors
// are those of the angles as given, not those of the position.
struct Angles {
    double st, ct, sp, cp;
};

Vector vector_of(nlohmann::json const& v) {
    return {v[0].get<double>(), v[1].get<double>(), v[2].get<double>()};
}

// A row holds x, y, z, or r, θ, φ where the case is not Cartesian.
Angles angles_of(nlohmann::json const& row, bool cartesian) {
    Vector const v = vector_of(row);
    if (!cartesian) return {std::sin(v[1]), std::cos(v[1]), std::sin(v[2]), std::cos(v[2])};
    double const rho = std::hypot(v[0], v[1]), r = testing::length(v);
    return {rho / r, v[2] / r, rho > 0 ? v[1] / rho : 0, rho > 0 ? v[0] / rho : 1};
}

Vector position_of(nlohmann::json const& row, bool cartesian) {
    Vector const v = vector_of(row);
    if (cartesian) return v;
    auto const [st, ct, sp, cp] = angles_of(row, false);
    return {v[0] * st * cp, v[0] * st * sp, v[0] * ct};
}

Vector cartesian_field(nlohmann::json const& b, Angles const& at, bool cartesian) {
    Vector const v = vector_of(b);
    if (cartesian) return v;
    double const in_plane = v[0] * at.st + v[1] * at.ct;
    return {in_plane * at.cp - v[2] * at.sp, in_plane * at.sp + v[2] * at.cp, v[0] * at.ct - v[1] * at.st};
}

MagneticField disc_of(nlohmann::json const& config, DiscForm form) {
    constexpr double unit = units::jupiter_radius;
    DiscAxes const axes = disc_axes(config.at("xt").get<double>() * units::degree,
                                    config.at("xp").get<double>() * units::degree);
    double const half_thickness = config.at("d").get<double>() * unit;
    return MagneticField(
        {.discs = {{config.at("mu_i").get<double>() * nT, config.at("r0").get<double>() * unit,
                    config.at("r1").get<double>() * unit, half_thickness, axes, form, 1e-9 * nT}},
         .radial_currents = {{2.7975 * nT * unit * config.at("i_rho").get<double>(), half_thickness, axes}}});
}

TEST(PeerValues, OfTheAnalyticFormsOfLibcon2020AreReproduced) {
    auto const path = shared_data() / "field_tests" / "con2020_peer_values.json.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    auto const peer = unzipped(path);
    int compared = 0;
    double worst = 0;
    for (auto const& entry : peer.at("cases")) {
        auto const& config = entry.at("config");
        if (config.at("azfunc") != "connerney" || config.at("Smooth").get<bool>()) continue;
        auto const field =
            disc_of(config, config.at("Edwards").get<bool>() ? DiscForm::edwards : DiscForm::can81);
        for (std::size_t i = 0; i < entry.at("points").size(); ++i) {
            if (entry.at("quadrature")[i].get<int>() != 0) continue;
            Vector const at = position_of(entry.at("points")[i], config.at("CartesianIn").get<bool>());
            Vector b =
                testing::field_at(field, Vector{at[0] * units::jupiter_radius, at[1] * units::jupiter_radius,
                                                at[2] * units::jupiter_radius});
            for (auto& component : b)
                component /= nT;
            Vector const expected = cartesian_field(
                entry.at("B")[i], angles_of(entry.at("points")[i], config.at("CartesianIn").get<bool>()),
                config.at("CartesianOut").get<bool>());
            worst = std::max(worst, testing::length(testing::difference(b, expected)));
            ++compared;
        }
    }
    EXPECT_GT(compared, 2000);
    EXPECT_LT(worst, 1e-11);
}

// Where the peer integrates numerically it starts at one step above zero, which lowers B along the disc's
// normal by 2 μ D × 5e-5 = 0.0503 nT for CON2020's parameters; its step leaves some 7e-3 nT more.
TEST(PeerValues, OfTheNumericalFormAreReproducedButForTheirOffset) {
    auto const path = shared_data() / "field_tests" / "con2020_peer_values.json.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    auto const peer = unzipped(path);
    int compared = 0;
    double worst = 0;
    for (auto const& entry : peer.at("cases")) {
        auto const& config = entry.at("config");
        if (config.at("azfunc") != "connerney" || config.at("Smooth").get<bool>() ||
            !config.at("Edwards").get<bool>())
            continue;
        // The inner edge is exact, the outer Edwards': the sum of two discs that each reach far out.
        auto const exact = disc_of(config, DiscForm::exact);
        auto parts = exact.parts();
        CurrentDisc outer = parts.discs[0];
        outer.inner_edge = outer.outer_edge;
        outer.outer_edge *= 1e9;
        parts.discs[0].outer_edge = outer.outer_edge;
        outer.form = DiscForm::edwards;
        outer.strength *= -1;
        parts.discs.push_back(outer);
        MagneticField const field(parts);
        double const offset = 2 * parts.discs[0].strength / nT * config.at("d").get<double>() * 5e-5;
        for (std::size_t i = 0; i < entry.at("points").size(); ++i) {
            if (entry.at("quadrature")[i].get<int>() != 1) continue;
            Vector const at = position_of(entry.at("points")[i], config.at("CartesianIn").get<bool>());
            Vector b =
                testing::field_at(field, Vector{at[0] * units::jupiter_radius, at[1] * units::jupiter_radius,
                                                at[2] * units::jupiter_radius});
            Vector const expected = cartesian_field(
                entry.at("B")[i], angles_of(entry.at("points")[i], config.at("CartesianIn").get<bool>()),
                config.at("CartesianOut").get<bool>());
            for (std::size_t k = 0; k < 3; ++k)
                b[k] = b[k] / nT - offset * parts.discs[0].axes[2][k];
            worst = std::max(worst, testing::length(testing::difference(b, expected)));
            ++compared;
        }
    }
    EXPECT_GT(compared, 20);
    EXPECT_LT(worst, 0.01);
}

// Coefficients of a table of lines "g n m value" or "h n m value" (nT), the column chosen.
MultipoleCoefficients read_table(std::filesystem::path const& path, int degree, double rscale,
                                 std::size_t column) {
    MultipoleCoefficients c;
    c.degree = c.order = c.default_degree = degree;
    c.radius_m = 1 / rscale;
    c.g.resize(MultipoleCoefficients::index(degree + 1, 0));
    c.h.resize(c.g.size());
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string kind;
        int n = 0, m = 0;
        words >> kind >> n >> m;
        if ((kind != "g" && kind != "h") || n > degree) continue;
        double value = 0;
        for (std::size_t i = 0; i <= column; ++i)
            words >> value;
        (kind == "g" ? c.g : c.h)[MultipoleCoefficients::index(n, m)] = value * nT;
    }
    return c;
}

TEST(PeerValues, InternalFieldsOfEveryTableAgreeWithThirtyDigitArithmetic) {
    auto const path = shared_data() / "field_tests" / "sh_reference.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    int points = 0;
    auto const reference = nlohmann::json::parse(file);
    for (auto const& entry : reference.at("cases")) {
        std::string table = entry.at("table");
        auto const column = table.find(" column");
        std::size_t const place = column == std::string::npos ? 0 : 25;  // 2025.0 of the IAGA table
        auto const degree = entry.at("degree").get<int>();
        auto const c = read_table(shared_data() / "coefficients" / table.substr(0, column), degree,
                                  entry.at("rscale").get<double>(), place);
        MagneticField const field({.multipoles = {InternalMultipoles(c, degree)}});
        for (std::size_t i = 0; i < entry.at("points_R").size(); ++i, ++points) {
            Vector const b = testing::field_at(field, vector_of(entry.at("points_R")[i]));
            Vector expected = vector_of(entry.at("B_nT")[i]);
            for (auto& component : expected)
                component *= nT;
            EXPECT_LT(testing::length(testing::difference(b, expected)) / testing::length(expected), 1e-13)
                << table << " degree " << degree << " point " << i;
        }
    }
    EXPECT_EQ(points, 15 * 16);
}

}  // namespace
}  // namespace vespa::planet

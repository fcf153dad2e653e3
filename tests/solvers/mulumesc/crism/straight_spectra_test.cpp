// What the parameters of straight and of made-up spectra must be.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "mulumesc/crism/summary_parameters.hpp"

namespace vespa::mulumesc {
namespace {

ParameterTable const& crism() {
    static auto const table =
        read_parameter_table(std::filesystem::path(VESPA_SOURCE_DIR "/inputs/mulumesc/crism_parameters.txt"));
    return table;
}

/// Channels as CRISM has them: 6.55 nm apart, to 3.93 µm.
SpectralAxis crism_axis() {
    SpectralAxis axis;
    for (int i = 0; i < 540; ++i)
        axis.wavelength.push_back(0.41 + 0.00655 * i);
    axis.good.assign(540, 1);
    return axis;
}

struct Found {
    double value;
    std::uint8_t flags;
};
std::map<std::string, Found> parameters_of(SpectralAxis const& axis, std::vector<double> const& y) {
    std::vector<double> values(crism().names.size());
    std::vector<std::uint8_t> flags(values.size());
    SummaryParameters(crism(), axis)(y, values, flags);
    std::map<std::string, Found> found;
    for (std::size_t i = 0; i < values.size(); ++i)
        found[crism().names[i]] = {values[i], flags[i]};
    return found;
}

TEST(CrismParameters, AreEightyFour) {
    EXPECT_EQ(crism().names.size(), 84u);
    EXPECT_NE(crism().source.find("2014JE004627"), std::string::npos);
}

// Band depths, shoulders and indices over lines vanish on a straight spectrum, whatever the kernels.
TEST(CrismParameters, OfAStraightSpectrum) {
    auto const axis = crism_axis();
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(0.35 + 0.01 * (x - 2));
    int straight = 0;
    for (auto const& [name, found] : parameters_of(axis, y)) {
        SCOPED_TRACE(name);
        EXPECT_TRUE(std::isfinite(found.value));
        EXPECT_EQ(found.flags & ~wide_kernel, 0);
        // Ratios and integrals that do not compare with a straight line, or leave out its slope.
        static std::vector<std::string> const others = {
            "RBR",       "IRR1",    "IRR2",    "IRR3",    "ICER1",    "ICER2",    "RPEAK1", "BDI1000VIS",
            "BDI1000IR", "BDI2000", "ISLOPE1", "OLINDEX", "LCPINDEX", "HCPINDEX", "BD1500", "BD1900R",
            "DOUB2200H", "SINDEX",  "BD2500H", "CINDEX",  "BD3000",   "BD3400"};
        if (name.starts_with("R") && std::isdigit(static_cast<unsigned char>(name[1]))) continue;
        if (std::find(others.begin(), others.end(), name) != others.end()) continue;
        EXPECT_NEAR(found.value, 0, 1e-12);
        ++straight;
    }
    EXPECT_GE(straight, 48);
    auto found = parameters_of(axis, y);
    EXPECT_NEAR(found["ISLOPE1"].value, -0.01, 1e-12);
    EXPECT_NEAR(found["R1330"].value, 0.35 + 0.01 * (axis.wavelength[140] - 2), 1e-4);
    EXPECT_NEAR(found["RPEAK1"].value, 0.925, 0.004);  // the polynomial is the line: highest at its end
}

TEST(CrismParameters, MissingAndMaskedChannelsAreFlagged) {
    auto axis = crism_axis();
    std::vector<double> const level(axis.channels(), 0.3);
    auto spectrum = level;
    auto const near = [&](double um) { return static_cast<std::size_t>(std::lround((um - 0.41) / 0.00655)); };
    for (auto i = near(1.90); i <= near(2.0); ++i)
        spectrum[i] = std::nan("");
    auto found = parameters_of(axis, spectrum);
    EXPECT_TRUE(std::isnan(found["BD1900_2"].value));
    EXPECT_NE(found["BD1900_2"].flags & no_measurement, 0);
    EXPECT_NE(found["VAR"].flags & no_measurement, 0);  // a range with a hole
    EXPECT_TRUE(std::isnan(found["VAR"].value));
    EXPECT_EQ(found["BD530_2"].flags & (no_measurement | off_axis), 0);
    // One channel of a kernel alone: the median of the others.
    spectrum = level;
    spectrum[near(0.770)] = std::nan("");
    found = parameters_of(axis, spectrum);
    EXPECT_EQ(found["R770"].value, 0.3);
    EXPECT_NE(found["R770"].flags & some_missing, 0);
    // An axis that ends at 2.5 µm has no 3-µm band.
    axis.wavelength.resize(320);
    axis.good.resize(320);
    found = parameters_of(axis, std::vector<double>(320, 0.3));
    EXPECT_TRUE(std::isnan(found["BD3000"].value));
    EXPECT_NE(found["BD3000"].flags & off_axis, 0);
    EXPECT_EQ(found["BD2165"].flags & off_axis, 0);
    // Division by zero.
    found = parameters_of(crism_axis(), std::vector<double>(540, 0.0));
    EXPECT_TRUE(std::isnan(found["RBR"].value));
    EXPECT_NE(found["RBR"].flags & undefined, 0);
    for (auto const& [name, one] : parameters_of(crism_axis(), std::vector<double>(540, std::nan("")))) {
        EXPECT_TRUE(std::isnan(one.value)) << name;
        EXPECT_NE(one.flags, 0) << name;
    }
}

TEST(CrismParameters, WideKernelsAreTold) {
    auto axis = crism_axis();
    for (double& x : axis.wavelength)
        x = 0.41 + 2 * (x - 0.41);  // steps of 13.1 nm
    auto found = parameters_of(axis, std::vector<double>(540, 0.3));
    EXPECT_NE(found["BD1300"].flags & wide_kernel, 0);
    EXPECT_EQ(found["OLINDEX"].flags & wide_kernel, 0);  // of single channels
}

// A Gaussian band: depth over the line, and areas by closed form.
TEST(CrismParameters, OfAGaussianBand) {
    auto const axis = crism_axis();
    double const at = axis.wavelength[263], s = 0.05;  // 2.133 µm
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(0.4 * (1 - 0.2 * std::exp(-0.5 * std::pow((x - at) / s, 2))));
    auto found = parameters_of(axis, y);
    EXPECT_NEAR(found["BDI2000"].value, 0.2 * s * std::sqrt(2 * 3.14159265358979), 1e-6);
    auto const bell = [&](double x) { return 0.2 * std::exp(-0.5 * std::pow((x - at) / s, 2)); };
    // Medians of three and five channels about 1930, 2132 and 2250 nm, on flanks the middle channel.
    double const a = axis.wavelength[232], b = axis.wavelength[281];
    double const line = (1 - bell(a)) + (at - a) / (b - a) * (bell(a) - bell(b));
    EXPECT_NEAR(found["BD2100_2"].value, 1 - (1 - bell(at + 0.00655)) / line, 1e-12);
}

}  // namespace
}  // namespace vespa::mulumesc

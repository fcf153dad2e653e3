// The language of formulas: arithmetic, functions, refusals.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "mulumesc/crism/summary_parameters.hpp"

namespace vespa::mulumesc {
namespace {

ParameterTable table_of(std::string const& rows) {
    std::istringstream text("vespa-parameters 1\n" + rows);
    return read_parameter_table(text, "table");
}

/// The last parameter of a table, on reflectance = wavelength in µm.
double value_of(std::string const& rows) {
    SpectralAxis axis;
    for (int i = 0; i <= 200; ++i)
        axis.wavelength.push_back(0.5 + 0.01 * i);
    axis.good.assign(201, 1);
    auto const table = table_of(rows);
    std::vector<double> values(table.names.size());
    std::vector<std::uint8_t> flags(values.size());
    SummaryParameters(table, axis)(axis.wavelength, values, flags);
    return values.back();
}
double value(std::string const& formula) {
    return value_of("A | | " + formula + " | made");
}

TEST(Formula, DoesArithmetic) {
    EXPECT_EQ(value("1 + 2*3 - 4/2"), 5);
    EXPECT_EQ(value("(1+2)*3"), 9);
    EXPECT_EQ(value("-2^2"), -4);
    EXPECT_EQ(value("10-4-3"), 3);
    EXPECT_EQ(value("16/4/2"), 2);
    EXPECT_EQ(value("sqrt(2.25)"), 1.5);
    EXPECT_EQ(value("min(3, 1e0, 2)"), 1);
    EXPECT_EQ(value_of("A | | 2 | \nB_1 | um | A*A+1 | "), 5);
}

TEST(Formula, ReadsSpectra) {
    EXPECT_NEAR(value("R(1000:5)"), 1, 1e-12);
    EXPECT_NEAR(value("R(1004)"), 1, 1e-12);  // of the nearest channel
    EXPECT_NEAR(value("W(1004)"), 1000, 1e-9);
    EXPECT_NEAR(value("R(500:5)"), 0.51, 1e-12);  // cut at the end
    EXPECT_NEAR(value("LIN(1500; 1000, 1200)"), 1.5, 1e-12);
    EXPECT_NEAR(value("CR(1500; 1000, 2000) + BD(1000, 1500, 2000)"), 1, 1e-12);
    EXPECT_NEAR(value("INT(1000, 2000; r)"), 1.5, 1e-12);
    EXPECT_NEAR(value("SUM(1000, 1100; r - LIN(1000, 2000))"), 0, 1e-12);
    EXPECT_NEAR(value("SUM(1000, 1100; 1)"), 11, 1e-12);
    EXPECT_NEAR(value("INT(1000, 2000; r/QLINE(600,800,50; 2000,2400,50))"), 1, 1e-12);
    EXPECT_NEAR(value("PEAK(1; 1000, 1500, 2000)"), 2, 1e-12);
    EXPECT_NEAR(value("TOP(2; 1000, 1500, 2000)"), 2, 1e-12);
    EXPECT_TRUE(std::isnan(value("sqrt(0-1)")));
    EXPECT_TRUE(std::isnan(value("R(5000)")));
}

TEST(Formula, RefusesWhatIsNone) {
    auto const refusal = [](std::string const& formula) -> std::string {
        try {
            value(formula);
        } catch (BadInput const& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(refusal("1 +"), "table:2: the end in column 4 of the formula; allowed: a number");
    EXPECT_NE(refusal("BD(440, 530)").find("','"), std::string::npos);
    EXPECT_NE(refusal("XY(3)").find("RBA"), std::string::npos);
    EXPECT_NE(refusal("LATER+1").find("name of a parameter above"), std::string::npos);
    for (auto const* bad : {"",
                            "r",
                            "R()",
                            "R(10)",
                            "R(1000:0)",
                            "R(1000:2.5)",
                            "R(1000:200)",
                            "LIN(1000, 2000)",
                            "QLINE(1,2,3)",
                            "INT(1000,900; r)",
                            "INT(600,700; INT(600,700; r))",
                            "PEAK(4; 500,600)",
                            "PEAK(1; 600,500)",
                            "1 2",
                            "(1",
                            "1)",
                            "nan",
                            "min()",
                            "2^r",
                            "A",
                            "R(1000;2000)",
                            "QLINE",
                            "--1",
                            "1e999"})
        EXPECT_NE(refusal(bad), "") << bad;
    EXPECT_NE(refusal(std::string(200, '(')), "");
}

TEST(ParameterTable, RefusesWhatIsNone) {
    for (auto const* bad : {"", "A | | 1", "A | |", "1A | | 1 | x", " | | 1 | x", "A | | 1 | x\nA | | 2 | y"})
        EXPECT_THROW(table_of(bad), BadInput) << bad;
    std::istringstream other("another file\n");
    EXPECT_THROW(read_parameter_table(other, "x"), BadInput);
    EXPECT_THROW(read_parameter_table(std::filesystem::path("/no/such/file")), BadInput);
}

TEST(ParameterTable, SurvivesDamage) {
    std::string const sound =
        "title made\nA | um | INT(1000,2000; 1-r/QLINE(600,800,50; 2000,2400,50)) | x\n"
        "B | | 1-(1-A)/min(BD(600:5, 700:3, 800), -SH(900,1000,1100)^2) | y\n";
    std::mt19937_64 random(3);
    int read = 0;
    for (int i = 0; i < 3000; ++i) {
        auto text = sound;
        for (auto k = 1 + random() % 3; k > 0; --k) {
            auto const at = random() % text.size();
            static std::string const bytes("0123456789.-+()|;,:rABDe\n\xff");
            if (random() % 2) {
                text[at] = bytes[random() % bytes.size()];
            } else {
                text.erase(at, 1 + random() % 4);
            }
        }
        try {
            value_of(text);
            ++read;
        } catch (BadInput const&) {
        }
    }
    EXPECT_GT(read, 100);
    EXPECT_LT(read, 2900);
}

}  // namespace
}  // namespace vespa::mulumesc

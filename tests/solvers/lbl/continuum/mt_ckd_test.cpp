#include "lbl/continuum/mt_ckd.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "complaint.hpp"
#include "lbl/continuum/netcdf_classic.hpp"

namespace vespa::lbl {
namespace {

WaterContinuum smooth() {
    WaterContinuum c;
    c.first = -20;
    c.step = 10;
    for (int j = 0; j < 60; ++j) {
        c.self.push_back(1e-22 * (1 + 0.02 * j));
        c.foreign.push_back(1e-24 * (1 + 0.01 * j * j));
        c.self_exponent.push_back(4 + 0.05 * j);
    }
    return c;
}

TEST(WaterContinuum, OnItsOwnGridItIsTheFormula) {
    auto const c = smooth();
    double const t = 250, x = 0.01, p = 5e4, nu = 300;
    std::vector<double> self(1), foreign(1);
    water_continuum(c, {p, t, x}, std::vector<double>{nu}, self, foreign);
    double const density = p / 101300 * 296 / t, r = nu * std::tanh(1.4387752 * nu / (2 * t));
    EXPECT_NEAR(self[0] / (1e-22 * (1 + 0.02 * 32) * std::pow(296 / t, 4 + 0.05 * 32) * x * density * r), 1,
                1e-12);
    EXPECT_NEAR(foreign[0] / (1e-24 * (1 + 0.01 * 32 * 32) * (1 - x) * density * r), 1, 1e-12);
}

TEST(WaterContinuum, SlopeIsTheDerivative) {
    auto const c = smooth();
    std::vector<double> nu, slope(50), low(50), high(50), foreign(50);
    for (int i = 0; i < 50; ++i)
        nu.push_back(0.5 + 10.7 * i);
    for (double const t : {200.0, 300.0}) {
        std::vector<double> self(50), sum_low(50), sum_high(50);
        water_continuum(c, {5e4, t, 0.02}, nu, self, foreign, slope);
        double const h = 1e-3;
        water_continuum(c, {5e4, t - h, 0.02}, nu, low, foreign);
        for (std::size_t i = 0; i < 50; ++i)
            sum_low[i] = low[i] + foreign[i];
        water_continuum(c, {5e4, t + h, 0.02}, nu, high, foreign);
        for (std::size_t i = 0; i < 50; ++i)
            EXPECT_NEAR(slope[i] / ((high[i] + foreign[i] - sum_low[i]) / (2 * h)), 1, 2e-6) << nu[i];
    }
}

TEST(WaterContinuum, BeyondTheTableThereIsNone) {
    auto const c = smooth();
    std::vector<double> const nu{560, 560.1, 1e5};
    std::vector<double> self(3), foreign(3);
    water_continuum(c, {5e4, 300, 0.02}, nu, self, foreign);
    EXPECT_GT(self[0], 0);  // the last row that has another behind it
    EXPECT_EQ(self[1], 0);
    EXPECT_EQ(foreign[2], 0);
}

TEST(WaterContinuum, TableReaderSaysWhatIsWrong) {
    std::string const names = "nu_cm-1,self_absco_ref,for_absco_ref,self_texp\n";
    std::string const rows = "-10,1,2,3\n0,1,2,3\n10,1,2,3\n20,1,2,3\n";
    auto const& reader = read_water_continuum;
    EXPECT_EQ(complaint(reader, "# c\n" + names + rows), "none");
    EXPECT_COMPLAINT(reader, "nu_cm-1,self_absco_ref,for_absco_ref\n" + rows, "no column self_texp");
    EXPECT_COMPLAINT(reader, names + "0,1,2,3\n", "1 rows; allowed: at least 4");
    EXPECT_COMPLAINT(reader, names + rows + "35,1,2,3\n", "rising by equal steps");
    EXPECT_COMPLAINT(reader, names + rows + "30,1,2\n", "table:6: a row of 3 cells; allowed: 4");
    EXPECT_COMPLAINT(reader, names + rows + "30,1,2,x\n", "self_texp is 'x'");
    EXPECT_COMPLAINT(reader, names + rows + "30,1,,3\n", "for_absco_ref is ''");
}

void append(std::string& bytes, std::uint64_t value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 255);
}

/// One dimension of two, one variable of doubles "abc" = 1.5, -2.
std::string small_netcdf() {
    std::string b("CDF\1", 4);
    for (std::uint32_t v : {0U, 10U, 1U, 1U})
        append(b, v, 4);
    b += std::string("x\0\0\0", 4);
    for (std::uint32_t v : {2U, 0U, 0U, 11U, 1U, 3U})
        append(b, v, 4);
    b += std::string("abc\0", 4);
    for (std::uint32_t v : {1U, 0U, 0U, 0U, 6U, 16U})
        append(b, v, 4);
    append(b, b.size() + 4, 4);
    append(b, 0x3FF8000000000000, 8);
    append(b, 0xC000000000000000, 8);
    return b;
}

TEST(NetcdfClassic, ReadsVariablesAndRefusesTheRest) {
    auto const bytes = small_netcdf();
    NetcdfClassic const file(bytes, "f.nc");
    EXPECT_EQ(file.doubles("abc"), (std::vector<double>{1.5, -2}));
    EXPECT_THROW(file.doubles("abd"), BadInput);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        std::string const cut = bytes.substr(0, length);
        EXPECT_THROW(NetcdfClassic(cut, "f.nc").doubles("abc"), BadInput) << length;
    }
    auto other = bytes;
    other[3] = 5;
    EXPECT_THROW(NetcdfClassic(other, "f.nc"), BadInput);
}

TEST(NetcdfClassic, SurvivesMutilatedHeaders) {
    auto const bytes = small_netcdf();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < bytes.size() - 16; ++at) {
        for (int value = 0; value < 256; ++value) {
            auto other = bytes;
            other[at] = static_cast<char>(value);
            try {
                NetcdfClassic(other, "f.nc").doubles("abc");
            } catch (BadInput const&) {
                ++refused;
            }
        }
    }
    EXPECT_GT(refused, 10000U);
}

}  // namespace
}  // namespace vespa::lbl

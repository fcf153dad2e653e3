#include "lbl/continuum/aerosol.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "complaint.hpp"

namespace vespa::lbl {
namespace {

TEST(Aerosol, GreyIsTheSameEverywhere) {
    auto const s = sample(grey_aerosol(0.9, 0.7), std::vector<double>{1, 1e4}, "a");
    EXPECT_EQ(s.extinction, (std::vector<double>{1, 1}));
    EXPECT_EQ(s.albedo[1], 0.9);
    auto const chi = moments_at(grey_aerosol(0.9, 0.7), 5, 4, "a");
    EXPECT_NEAR(chi[3], 0.343, 1e-15);
    EXPECT_EQ(chi[0], 1);
    EXPECT_THROW(grey_aerosol(1.1, 0), BadInput);
    EXPECT_THROW(grey_aerosol(0.5, -1.1), BadInput);
}

TEST(Aerosol, AngstroemsLaw) {
    auto const optics = angstrom_aerosol(1e4, 1.3, 0.9, 0.7, 1000, 20000);
    std::vector<double> const nu{1000, 3333.3, 1e4, 20000};
    auto const s = sample(optics, nu, "a");
    for (std::size_t i = 0; i < nu.size(); ++i)
        EXPECT_NEAR(s.extinction[i] / std::pow(nu[i] / 1e4, 1.3), 1, 1e-5);  // 1 % steps, linear between
    EXPECT_THROW(sample(optics, std::vector<double>{999}, "a"), BadInput);
    EXPECT_THROW(angstrom_aerosol(1e4, 1, 0.9, 0, 2000, 1000), BadInput);
}

TEST(Aerosol, Tables) {
    std::string const text =
        "vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo chi1 chi2\n100 1 .9 .5 .3\n200 2 .8 .7 "
        ".4\n";
    std::istringstream stream(text);
    auto const optics = read_aerosol_table(stream, "t");
    auto const s = sample(optics, std::vector<double>{150}, "a");
    EXPECT_NEAR(s.extinction[0], 1.5, 1e-15);
    EXPECT_NEAR(s.asymmetry[0], 0.6, 1e-15);
    auto const chi = moments_at(optics, 150, 4, "a");
    EXPECT_NEAR(chi[2], 0.35, 1e-15);
    EXPECT_EQ(chi[3], 0);
    EXPECT_EQ(moments_at(optics, 200, 3, "a")[2], 0.4);

    auto const& reader = read_aerosol_table;
    std::string const plain = "vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo asymmetry\n";
    EXPECT_EQ(complaint(reader, plain + "1 1 1 0\n"), "none");
    EXPECT_COMPLAINT(reader, "x\n", "not an aerosol table");
    EXPECT_COMPLAINT(reader, "vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo g\n", "column 'g'");
    EXPECT_COMPLAINT(reader, plain, "as many values as wavenumbers, at least one");
    EXPECT_COMPLAINT(reader, plain + "1 1 1.5 0\n", "albedo is 1.5; allowed: from 0 to 1");
    EXPECT_COMPLAINT(reader, plain + "1 -1 1 0\n", "extinction is -1");
    EXPECT_COMPLAINT(reader, plain + "1 1 1 0\n1 1 1 0\n", "does not rise");
    EXPECT_COMPLAINT(reader, plain + "1 1 1\n", "a row of 3 numbers; allowed: 4");
    EXPECT_COMPLAINT(reader, "vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo chi1 chi3\n",
                     "'chi3'");
}

}  // namespace
}  // namespace vespa::lbl

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/read_profile.hpp"

namespace vespa::lbl {
namespace {

// Every mutilated file is either refused with BadInput or gives a profile that passes its own check.
TEST(ProfileReaders, SurviveMutilatedFiles) {
    std::string const texts[] = {
        "vespa-profile 1\nmolar_mass 28.9\ncolumns pressure:hPa temperature:K height:km H2O:ppmv\n1000 290 0 "
        "7e3\n500 "
        "250 5.5 1e3\n",
        "! c\n2\n*HGT [km]\n0 1\n*PRE [mb]\n1000 900\n*TEM [K]\n300 290\n*O3 [ppmv]\n1 2\n*END\n",
        "#what: z p t H2O\n#units: km mb K ppm\n0 1000 300 10\n1 900 290 9\n",
        "0\n1\n6 0.0 2 2 27.8\n22 0\n6 2\nheight\n0 1.5 94 .95 .01\n10 1 90 .95 .01\n"};
    Profile (*const readers[])(std::istream&, std::string const&) = {read_profile_table, read_rfm_profile,
                                                                     read_afgl_profile, read_nemesis_profile};
    std::mt19937 random(7);
    std::size_t refused = 0, accepted = 0;
    for (std::size_t kind = 0; kind < 4; ++kind) {
        for (int round = 0; round < 4000; ++round) {
            std::string text = texts[kind];
            for (unsigned i = 0; i <= random() % 4; ++i) {
                std::size_t const at = random() % text.size();
                switch (random() % 4) {
                    case 0:
                        text[at] = static_cast<char>(random() % 256);
                        break;
                    case 1:
                        text.erase(at, random() % 9);
                        break;
                    case 2:
                        text.insert(at, 1, "0123456789.-+eE*#!: \n"[random() % 21]);
                        break;
                    default:
                        text.insert(at, text.substr(random() % text.size(), random() % 20));
                }
                if (text.empty()) text = "x";
            }
            std::istringstream stream(text);
            try {
                auto const profile = readers[kind](stream, "fuzz");
                check(profile, "again");
                ++accepted;
            } catch (BadInput const&) {
                ++refused;
            }
        }
    }
    EXPECT_GT(refused, 8000U);
    EXPECT_GT(accepted, 500U);
}

}  // namespace
}  // namespace vespa::lbl

#include <gtest/gtest.h>

#include <random>

#include "complaint.hpp"
#include "lbl/continuum/aerosol.hpp"
#include "lbl/continuum/collision_induced.hpp"
#include "lbl/continuum/mt_ckd.hpp"

namespace vespa::lbl {
namespace {

// A mutilated file is refused with BadInput or taken; never anything else.
template <class Reader>
void mutilate(Reader const& reader, std::string const& good) {
    std::mt19937 random(11);
    std::size_t refused = 0, taken = 0;
    for (int round = 0; round < 4000; ++round) {
        std::string text = good;
        for (unsigned i = 0; i <= random() % 3; ++i) {
            std::size_t const at = random() % text.size();
            if (random() % 2)
                text[at] = static_cast<char>(random() % 256);
            else
                text.erase(at, random() % 5);
            if (text.empty()) text = "\n";
        }
        (complaint(reader, text) == "none" ? taken : refused)++;
    }
    EXPECT_GT(refused, 500U);
    EXPECT_GT(taken, 50U);
}

TEST(ContinuumReaders, SurviveMutilatedFiles) {
    mutilate(
        read_hitran_cia,
        "               H2-H2    4300.000 4400.000      2  200.0 8.788E-45 -.999     x\n 4300.0  3.2E-45\n "
        "4301.0  3.2E-45\n");
    mutilate(read_borysow_cia,
             "@SPECIES\nH2 He\n\n@TEMPERATURES\n 50 75\n\n@DATA\n 20 1e-7 2e-7\n 40 3e-7 4e-7\n");
    mutilate(read_water_continuum,
             "nu_cm-1,self_absco_ref,for_absco_ref,self_texp\n-10,1,2,3\n0,1,2,3\n10,1,2,3\n20,1,2,3\n");
    mutilate(read_aerosol_table,
             "vespa-aerosol 1\ncolumns wavenumber:cm-1 extinction albedo asymmetry\n1 1 .5 0\n9 1 .5 .5\n");
}

}  // namespace
}  // namespace vespa::lbl

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "planet/magnetic_field/multipole_file.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

// One to four changes of the kinds that damage files: bytes changed, lines lost, doubled, cut or joined.
std::string damaged(std::string text, std::mt19937_64& random) {
    static std::string const bytes = "0123456789.-+eE# \t\r\n\0nmgaif\xff";
    for (auto changes = 1 + random() % 4; changes > 0 && !text.empty(); --changes) {
        auto const at = random() % text.size();
        auto const span = std::min<std::size_t>(1 + random() % 40, text.size() - at);
        switch (random() % 5) {
            case 0:
                text[at] = bytes[random() % bytes.size()];
                break;
            case 1:
                text.erase(at, span);
                break;
            case 2:
                text.insert(at, text.substr(at, span));
                break;
            case 3:
                text.resize(at);
                break;
            default:
                text.insert(at, 1, bytes[random() % bytes.size()]);
                break;
        }
    }
    return text;
}

// Whatever the damage, the reader refuses with BadInput or returns coefficients it vouches for.
TEST(MultipoleFileFuzz, DamageIsRefusedOrHarmless) {
    std::ifstream file(testing::shipped_models() + "/kivelson2002.txt", std::ios::binary);
    std::string const original{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(original.empty());
    std::mt19937_64 random(20250101);
    int refused = 0, accepted = 0;
    for (int trial = 0; trial < 20000; ++trial) {
        std::istringstream text(damaged(original, random));
        try {
            auto const c = read_multipole_coefficients(text, "fuzz");
            ++accepted;
            ASSERT_GE(c.degree, 1);
            ASSERT_LE(c.degree, highest_multipole_degree);
            ASSERT_EQ(c.g.size(), MultipoleCoefficients::index(c.degree + 1, 0));
            for (double const value : c.g)
                ASSERT_LE(std::abs(value), 1e6);
            InternalMultipoles(c, c.default_degree);
        } catch (BadInput const&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 5000);
    EXPECT_GT(accepted, 500);
}

}  // namespace
}  // namespace vespa::planet

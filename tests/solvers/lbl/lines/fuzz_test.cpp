// Damaged files: a reader refuses them with BadInput or returns lines it vouches for, and never does worse.
#include <cmath>
#include <random>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

// One to four changes of the kinds that damage files: bytes changed, lines lost, doubled, cut or joined.
std::string damaged(std::string text, std::mt19937_64& random) {
    static std::string const bytes("0123456789.-+eEdD#,; \t\r\n\0nmgaif\xff", 33);
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

void expect_sound(LinePiece const& piece, std::size_t columns, std::size_t isotopologues) {
    ASSERT_EQ(piece.log_strength.size(), piece.size());
    ASSERT_EQ(piece.lower_energy.size(), piece.size());
    ASSERT_EQ(piece.isotopologue.size(), piece.size());
    ASSERT_EQ(piece.profile.size(), piece.size() * columns);
    for (std::size_t i = 0; i < piece.size(); ++i) {
        ASSERT_TRUE(piece.position[i] > 0 && piece.position[i] <= 1e7);
        ASSERT_TRUE(std::abs(piece.log_strength[i]) <= 511);
        ASSERT_TRUE(std::abs(piece.lower_energy[i]) <= 200000);
        ASSERT_LT(piece.isotopologue[i], isotopologues);
    }
    for (double const value : piece.profile)
        ASSERT_FALSE(std::isinf(value));
}

TEST(Fuzz, RecordsAreRefusedOrSound) {
    std::string original;
    for (int i = 0; i < 5; ++i)
        original += testing::made_record() + "\n";
    std::mt19937_64 random(20260801);
    int refused = 0, accepted = 0;
    for (int trial = 0; trial < 30000; ++trial) {
        try {
            expect_sound(testing::read_records(damaged(original, random)), 4, hitran_isotopologues().size());
            ++accepted;
        } catch (BadInput const&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 5000);
    EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace vespa::lbl

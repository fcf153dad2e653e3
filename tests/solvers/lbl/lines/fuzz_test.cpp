// Damaged files: a reader refuses them with BadInput or returns lines it vouches for, and never does worse.
#include <array>
#include <cmath>
#include <random>

#include "lbl/lines/catalogue/exomol_source.hpp"
#include "lbl/lines/catalogue/hapi_source.hpp"
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
    for (int trial = 0; trial < 15000; ++trial) {
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

TEST(Fuzz, TablesOfHapiAreRefusedOrSound) {
    std::string const header = R"({"position": {"molec_id": 0, "local_iso_id": 2, "nu": 3, "sw": 15, "a": 25,
        "gamma_air": 35, "gamma_self": 40, "elower": 45, "n_air": 55, "delta_air": 59},
        "extra": ["gamma_h2", "n_h2", "y_air"], "extra_separator": ","})";
    std::string original;
    for (int i = 0; i < 5; ++i)
        original += testing::made_record() + ",0.0755,#,1.5e-3\n";
    std::mt19937_64 random(20260802);
    int refused = 0, accepted = 0;
    for (int trial = 0; trial < 10000; ++trial) {
        try {
            bool const of_header = trial % 4 == 0;
            auto const head = parse_hapi_header(of_header ? damaged(header, random) : header, "t.header");
            auto const reader = read_hapi(
                TextLines(bytes_of(of_header ? original : damaged(original, random)), "t.data"), head);
            for (LinePiece piece; reader->next(piece);)
                expect_sound(piece, head.columns.size(), hitran_isotopologues().size());
            ++accepted;
        } catch (BadInput const&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 3000);
    EXPECT_GT(accepted, 300);
}

TEST(Fuzz, ListsOfExomolAreRefusedOrSound) {
    ExomolFiles files;
    files.states = testing::lines_scratch("fuzz.states");
    files.transitions = {testing::lines_scratch("fuzz.trans")};
    files.broadening["h2"] = testing::lines_scratch("fuzz.broad");
    files.isotopologue.mass = 28;
    files.partition_sum_296 = 100;
    std::array<std::pair<std::filesystem::path, std::string>, 3> const texts{
        {{files.states, "1 0.000000 1 0\n2 1000.5 3 1 Inf\n3 3000.25 5 2 0.1 v\n"},
         {files.transitions[0], "2\t1\t10.5\t1000.5\n3 2 2.1e-3\n3 1 5\n"},
         {files.broadening["h2"], "a0 0.0772 0.671 0\na0 0.07 0.67 1\na1 0.06 0.6 1 2\n"}}};
    std::mt19937_64 random(20260803);
    int refused = 0, accepted = 0;
    for (int trial = 0; trial < 1500; ++trial) {
        for (std::size_t i = 0; i < texts.size(); ++i)
            std::ofstream(texts[i].first)
                << (trial % 3 == static_cast<int>(i) ? damaged(texts[i].second, random) : texts[i].second);
        try {
            ExomolSource const source(files);
            for (std::uint64_t part = 0; part < source.parts(); ++part) {
                auto const reader = source.read(part);
                for (LinePiece piece; reader->next(piece);)
                    expect_sound(piece, 2, 1);
            }
            ++accepted;
        } catch (BadInput const&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 400);
    EXPECT_GT(accepted, 150);
}

}  // namespace
}  // namespace vespa::lbl

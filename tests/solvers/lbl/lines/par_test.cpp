#include <cmath>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;
using testing::made_record;
using testing::read_records;

std::string with(std::size_t column, std::string const& text) {
    return made_record().replace(column - 1, text.size(), text);
}

TEST(Par, ReadsEveryFieldThatIsUsed) {
    auto const lines = read_records(made_record() + "\n");
    ASSERT_EQ(lines.size(), 1u);
    auto const& isotopologue = hitran_isotopologues()[lines.isotopologue[0]];
    EXPECT_EQ(isotopologue.molecule, "CO2");
    EXPECT_EQ(isotopologue.name, "(12C)(16O)2");
    EXPECT_EQ(lines.position[0], 2349.142908);
    EXPECT_NEAR(lines.log_strength[0], std::log(1.234e-18), 1e-14);
    EXPECT_EQ(lines.lower_energy[0], 234.0833);
    EXPECT_EQ(lines.profile, (std::vector<double>{0.0701, 0.0950, 0.71, -0.0025}));
}

TEST(Par, TakesTheQuirksOfPublishedFiles) {
    // Three digits of an exponent leave no blank before them; ten, eleven and twelve are one character.
    EXPECT_NEAR(read_records(with(16, "3.186E-127")).log_strength[0], std::log(3.186e-127), 1e-12);
    for (auto const& [c, number] : {std::pair{"0", 10}, {"A", 11}, {"B", 12}, {"9", 9}}) {
        auto const lines = read_records(with(3, c));
        EXPECT_EQ(hitran_isotopologues()[lines.isotopologue[0]].isotopologue_id, number);
    }
    // More decimals than the format says; a wavenumber without room for a leading blank.
    EXPECT_EQ(read_records(with(4, " 0.000001901")).position[0], 1.901e-6);
    EXPECT_EQ(read_records(with(4, "123456.12345")).position[0], 123456.12345);
    // Trailing blanks cut off, CR LF, remarks, blank lines, no end of line at the end, blanks after the
    // record.
    auto const text =
        "# from the archive\r\n\n" + made_record().substr(0, 67) + "\r\n" + made_record() + "   ";
    EXPECT_EQ(read_records(text).size(), 2u);
    // Unknown: blank or zero self-broadening, blank exponent and shift, energy -1.
    for (auto const* none : {"     ", "0.000", ".0000"})
        EXPECT_TRUE(std::isnan(read_records(with(41, none)).profile[1])) << none;
    EXPECT_TRUE(std::isnan(read_records(with(56, "    ")).profile[2]));
    EXPECT_TRUE(std::isnan(read_records(with(60, "        ")).profile[3]));
    EXPECT_EQ(read_records(with(46, "   -1.0000")).lower_energy[0], -1);
}

TEST(Par, LeavesOutLinesWithoutStrengthAndCountsThem) {
    auto const lines =
        read_records(with(16, " 0.000E+00") + "\n" + made_record() + "\n" + with(16, "1.000E-290"));
    EXPECT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines.without_strength, 2u);
    EXPECT_EQ(lines.profile.size(), 4u);
}

TEST(Par, SaysWhatIsWrongAndWhere) {
    auto const error = [](std::string const& text) { return bad_input_of([&] { read_records(text); }); };
    EXPECT_EQ(
        error(made_record() + "\n" + with(4, "23x9.142908 ")),
        "list.par:2, columns 4-15: wavenumber is \"23x9.142908\"; allowed: a number above 0, below 1e7 cm-1");
    EXPECT_EQ(error(with(1, "77")).find("list.par:1, columns 1-2: molecule is \"77\""), 0u);
    EXPECT_EQ(error(with(3, "C")).find("list.par:1, columns 3-3: isotopologue is \"C\""), 0u);
    EXPECT_EQ(error(with(4, "    0.000000")).find("list.par:1, columns 4-15: wavenumber"), 0u);
    EXPECT_EQ(error(with(16, "-1.000E-20")).find("list.par:1, columns 16-25: intensity"), 0u);
    EXPECT_EQ(error(with(16, "       nan")).find("list.par:1, columns 16-25: intensity"), 0u);
    EXPECT_EQ(error(with(36, "-.070")).find("list.par:1, columns 36-40: air-broadened"), 0u);
    EXPECT_EQ(error(with(46, "          ")).find("list.par:1, columns 46-55: lower-state energy is \"\""),
              0u);
    EXPECT_EQ(error(made_record().substr(0, 66)).find("list.par:1: a record of 66 characters"), 0u);
    EXPECT_NE(error(made_record() + ",0.07").find("HAPI"), std::string::npos);
    EXPECT_EQ(error(with(4, "2349.14\n2908")).find("list.par:1"), 0u);
}

// However a file is cut, each record is read once, and a message names the line of the whole file.
TEST(Par, PartsOfAFileHoldEachRecordOnce) {
    std::string text;
    for (int i = 0; i < 50; ++i) {
        auto number = std::to_string(1000 + i) + ".000000";
        text += with(4, " " + number).substr(0, static_cast<std::size_t>(80 + i)) + (i % 3 ? "\n" : "\r\n");
    }
    auto const path = testing::write_scratch("parts.par", text);
    for (std::uint64_t bytes : {1u, 7u, 80u, 161u, 1000u, 100000u}) {
        std::vector<double> positions;
        for (auto const& part : parts_of_file(path, bytes)) {
            LinePiece piece;
            auto const reader = read_par(TextLines(path, part));
            while (reader->next(piece))
                positions.insert(positions.end(), piece.position.begin(), piece.position.end());
        }
        ASSERT_EQ(positions.size(), 50u) << bytes;
        for (int i = 0; i < 50; ++i)
            EXPECT_EQ(positions[static_cast<std::size_t>(i)], 1000 + i);
    }
    auto const broken = testing::write_scratch("broken.par", text + "\n\n 2x\n");
    auto const last = parts_of_file(broken, 1000).back();
    auto const error = bad_input_of([&] {
        LinePiece piece;
        auto const reader = read_par(TextLines(broken, last));
        while (reader->next(piece)) {
        }
    });
    EXPECT_NE(error.find("broken.par:53: a record of 3 characters"), std::string::npos) << error;
}

TEST(Par, ReadAllSortsAndShares) {
    auto const path =
        testing::write_scratch("all.par", with(4, " 2350.000000") + "\n" + made_record() + "\n" +
                                              with(3, "2") + "\n" + with(36, ".0800") + "\n");
    auto const lines = read_all(ParSource({path}));
    EXPECT_EQ(lines.position, (std::vector<double>{2349.142908, 2349.142908, 2349.142908, 2350}));
    EXPECT_EQ(lines.isotopologues.size(), 2u);
    EXPECT_EQ(lines.isotopologue, (std::vector<std::uint8_t>{0, 0, 1, 0}));
    EXPECT_EQ(lines.profiles.sets(), 2u);
    EXPECT_NEAR(lines.log_strength[0], std::log(1.234e-18), 1.3e-7);
    EXPECT_NEAR(lines.lower_energy[0], 234.0833, 1e-9);
}

}  // namespace
}  // namespace vespa::lbl

// Tables of positions: what is read, and what is refused with file and line.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/errors/bad_input.hpp"
#include "drivers/occultation/ephemeris.hpp"

namespace vespa::occultation_driver {
namespace {

class EphemerisTest : public ::testing::Test {
  protected:
    std::filesystem::path const file_ =
        std::filesystem::temp_directory_path() / ("vespa-ephemeris-" + std::to_string(getpid()) + ".csv");

    ~EphemerisTest() override { std::filesystem::remove(file_); }
    Ephemeris read(std::string const& text, bool has_sources = true) const {
        std::ofstream(file_) << text;
        return read_ephemeris(file_, has_sources);
    }
    std::string refusal(std::string const& text, bool has_sources = true) const {
        try {
            read(text, has_sources);
        } catch (BadInput const& error) {
            return error.what();
        }
        return "";
    }
};

std::string const header = "time,observer_x,observer_y,observer_z,source_x,source_y,source_z\n";

TEST_F(EphemerisTest, ReadsColumnsInAnyOrder) {
    auto const table = read(
        "# a remark\n\nsource_x, observer_z,source_y,source_z,time,observer_x,observer_y\r\n"
        "7,3,8,9,1999-12-31T23:59:59.25Z,1,+2e0\r\n-7,3,8,9,2000-01-01T00:01,nan,2\n");
    ASSERT_EQ(table.epochs.size(), 2u);
    EXPECT_EQ(table.epochs[0].observer_m, (occultation::Vector{1e3, 2e3, 3e3}));
    EXPECT_EQ(table.epochs[0].source, (occultation::Vector{7e3, 8e3, 9e3}));
    EXPECT_TRUE(std::isnan(table.epochs[1].observer_m[0]));
    EXPECT_EQ(table.times[0], "1999-12-31T23:59:59.25Z");
    EXPECT_EQ(table.seconds, (std::vector<double>{0, 60.75}));
    EXPECT_EQ(read("time,observer_x,observer_y,observer_z\n2020-01-01T00:00,1,2,3\n", false).epochs.size(),
              1u);
}

TEST_F(EphemerisTest, CountsDays) {
    EXPECT_EQ(seconds_of("2000-01-01T00:00:00", ""), 0);
    EXPECT_EQ(seconds_of("2000-03-01T12:00:00.5", ""), (31 + 29) * 86400 + 43200.5);
    for (std::string const bad :
         {"", "2000-01-01", "2000-13-01T00:00:00", "2001-02-29T00:00:00", "2000-01-01T24:00:00",
          "2000-01-01T00:60:00", "2000-01-01T00:00:61", "2000-01-01 00:00:00", "2000-01-01T00:00:0",
          "2000-01-01T00:00:00.", "2000-01-01T00:00:00x", "2000-01-01T00:00:00.1e1", "-200-01-01T00:00:00",
          "2000-01-01T00:0a:00"}) {
        EXPECT_THROW(static_cast<void>(seconds_of(bad, "here")), BadInput) << bad;
    }
}

TEST_F(EphemerisTest, RefusesWhatIsNoTable) {
    auto const row = [](char const* time) { return std::string(time) + ",1,2,3,4,5,6\n"; };
    EXPECT_NE(refusal("").find("holds no positions"), std::string::npos);
    EXPECT_NE(refusal(header).find("holds no positions"), std::string::npos);
    EXPECT_NE(refusal("time,observer_x\n").find(":1: column \"observer_y\" is named 0 times"),
              std::string::npos);
    EXPECT_NE(refusal(header.substr(0, header.size() - 1) + ",time\n").find("\"time\" is named 2 times"),
              std::string::npos);
    EXPECT_NE(refusal(header.substr(0, header.size() - 1) + ",speed\n").find("\"speed\" is no column"),
              std::string::npos);
    EXPECT_NE(refusal(header + row("2000-01-01T00:00"), false).find("no column"), std::string::npos);
    EXPECT_NE(refusal(header + "2000-01-01T00:00,1,2\n").find(":2: 3 values"), std::string::npos);
    EXPECT_NE(refusal(header + "2000-01-01T00:00,1,2,3,4,5,six\n").find("source_z: \"six\""),
              std::string::npos);
    EXPECT_NE(refusal(header + row("noon")).find("\"noon\" is no time"), std::string::npos);
    EXPECT_NE(refusal(header + row("2000-01-01T00:01") + row("2000-01-01T00:01")).find(":3:"),
              std::string::npos);
    EXPECT_NE(refusal(header + row("2000-01-01T00:01") + row("2000-01-01T00:00")).find("ascend"),
              std::string::npos);
    EXPECT_THROW(read_ephemeris("/nowhere/at/all.csv", true), BadInput);
}

}  // namespace
}  // namespace vespa::occultation_driver

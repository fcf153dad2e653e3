#include "lbl/lines/catalogue/hapi_source.hpp"

#include <cmath>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;
using testing::made_record;

std::string header(std::string const& extras, std::string const& more = "") {
    return R"({"position": {"molec_id": 0, "local_iso_id": 2, "nu": 3, "sw": 15, "a": 25, "gamma_air": 35,
        "gamma_self": 40, "elower": 45, "n_air": 55, "delta_air": 59}, "extra": [)" +
           extras + R"(], "extra_separator": ",")" + more + "}";
}

LinePiece read_table(std::string const& head, std::string const& data) {
    auto const reader = read_hapi(TextLines(bytes_of(data), "t.data"), parse_hapi_header(head, "t.header"));
    LinePiece piece;
    reader->next(piece);
    return piece;
}

TEST(Hapi, TakesTheColumnsThatDescribeShapes) {
    auto const head = header(R"("trans_id", "gamma_h2", "n_h2", "statep", "y_air", "beta_g_air")");
    auto const parsed = parse_hapi_header(head, "t.header");
    EXPECT_EQ(parsed.columns, (std::vector<std::string>{"gamma_air", "gamma_self", "n_air", "delta_air",
                                                        "gamma_h2", "n_h2", "y_air"}));
    auto const lines = read_table(head, made_record() + ",123,0.0755, 0.6600 ,X;v=1,#,0.1\r\n" +
                                            made_record() + ",124,#,,X;v=2,1.5e-3,0.1\n");
    ASSERT_EQ(lines.size(), 2u);
    ASSERT_EQ(lines.profile.size(), 14u);
    EXPECT_EQ(lines.profile[4], 0.0755);
    EXPECT_EQ(lines.profile[5], 0.66);
    EXPECT_TRUE(std::isnan(lines.profile[6]));
    EXPECT_TRUE(std::isnan(lines.profile[11]) && std::isnan(lines.profile[12]));
    EXPECT_EQ(lines.profile[13], 1.5e-3);
    EXPECT_EQ(lines.profile[7], 0.0701);
    EXPECT_EQ(read_table(header(""), made_record() + "\n").size(), 1u);
}

TEST(Hapi, SaysWhatIsWrong) {
    auto const head = header(R"("gamma_h2", "n_h2")");
    auto const error = [&](std::string const& h, std::string const& data) {
        return bad_input_of([&] { read_table(h, data); });
    };
    EXPECT_EQ(error(head, made_record() + ",x,0.6\n"),
              "t.data:1, columns 162-162: gamma_h2 is \"x\"; allowed: a number >= 0, or #");
    EXPECT_EQ(
        error(head, made_record() + ",0.07,0.6\n" + made_record() + ",0.07\n"),
        "t.data:2: a record of 1 columns behind its 160 characters; allowed: 2, as the header names them");
    EXPECT_NE(error(head, made_record() + ",0.07,0.6,1\n").find("t.data:1: a record of more columns"),
              std::string::npos);
    EXPECT_NE(error(head, made_record() + ",-0.07,0.6\n").find("gamma_h2 is \"-0.07\""), std::string::npos);
    EXPECT_NE(error("{", "").find("t.header: is not a header of HAPI"), std::string::npos);
    EXPECT_NE(error("[]", "").find("t.header"), std::string::npos);
    auto moved = head;
    moved.replace(moved.find("\"nu\": 3"), 7, "\"nu\": 4");
    EXPECT_NE(error(moved, "").find("field nu stands elsewhere"), std::string::npos);
    moved.replace(moved.find("\"nu\": 4"), 7, "\"nu\": 3e99");  // beyond any integer
    EXPECT_NE(error(moved, "").find("field nu stands elsewhere"), std::string::npos);
    EXPECT_NE(bad_input_of([] { HapiSource("/nowhere/x.data"); }).find("/nowhere/x.header: cannot be opened"),
              std::string::npos);
}

}  // namespace
}  // namespace vespa::lbl

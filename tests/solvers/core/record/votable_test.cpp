#include "core/record/votable.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <limits>
#include <pugixml.hpp>

#include "core/errors/bad_input.hpp"
#include "scratch.hpp"

namespace vespa::record {
namespace {

using testing::scratch;

template <class T>
std::vector<std::byte> bytes(std::vector<T> const& values) {
    std::vector<std::byte> copy(values.size() * sizeof(T));
    if (!copy.empty()) std::memcpy(copy.data(), values.data(), copy.size());
    return copy;
}

using Columns = std::vector<std::vector<std::byte>>;

std::string write(VotableHeader const& header, std::vector<Columns> const& blocks,
                  Serialization serialization) {
    auto const path = scratch("table.vot");
    VotableWriter writer(path, Overwrite::yes, header, serialization);
    for (auto const& block : blocks)
        writer.append(std::vector<std::span<std::byte const>>(block.begin(), block.end()));
    writer.commit();
    return testing::read_text(path);
}

pugi::xml_document parsed(std::string const& text) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(text.c_str(), pugi::parse_full)) << text;
    return document;
}

VotableHeader const all_types{"t",
                              "",
                              {},
                              {{"a", ElementType::int8, 1, {}, {}},
                               {"b", ElementType::uint8, 1, {}, {}},
                               {"c", ElementType::uint16, 2, {}, {}},
                               {"d", ElementType::uint32, 1, {}, {}},
                               {"e", ElementType::uint64, 1, {}, {}},
                               {"f", ElementType::float32, 1, {}, {}},
                               {"g", ElementType::float64, 2, {}, {}},
                               {"h", ElementType::int16, 1, {}, {}},
                               {"i", ElementType::int32, 1, {}, {}},
                               {"j", ElementType::int64, 1, {}, {}}},
                              2};
double const nan = std::numeric_limits<double>::quiet_NaN();
double const inf = std::numeric_limits<double>::infinity();

Columns row(int which) {
    bool const first = which == 0;
    return {bytes<std::int8_t>({static_cast<std::int8_t>(first ? -128 : 127)}),
            bytes<std::uint8_t>({static_cast<std::uint8_t>(first ? 255 : 0)}),
            bytes<std::uint16_t>({65535, 1}),
            bytes<std::uint32_t>({4294967295U}),
            bytes<std::uint64_t>({9223372036854775807U}),
            bytes<float>({first ? 0.1F : 1e-30F}),
            bytes<double>({first ? nan : 0.1, first ? -inf : 5e-324}),
            bytes<std::int16_t>({-2}),
            bytes<std::int32_t>({-3}),
            bytes<std::int64_t>({std::numeric_limits<std::int64_t>::min()})};
}

TEST(Votable, TabledataHoldsEveryTypeToTheLastBit) {
    auto const document = parsed(write(all_types, {row(0), row(1)}, Serialization::tabledata));
    auto const table = document.child("VOTABLE").child("RESOURCE").child("TABLE");
    std::string types;
    for (auto const& field : table.children("FIELD"))
        types +=
            std::string(field.attribute("datatype").value()) + field.attribute("arraysize").value() + " ";
    EXPECT_EQ(types, "short unsignedByte int2 long long float double2 short int long ");
    std::string cells;
    for (auto const& line : table.child("DATA").child("TABLEDATA").children("TR")) {
        for (auto const& cell : line.children("TD"))
            cells += std::string(cell.text().get()) + "|";
    }
    EXPECT_EQ(cells,
              "-128|255|65535 1|4294967295|9223372036854775807|0.1|NaN -Inf|-2|-3|-9223372036854775808|"
              "127|0|65535 1|4294967295|9223372036854775807|1e-30|0.1 5e-324|-2|-3|-9223372036854775808|");
}

/// Undoes base64 the plain way.
std::vector<unsigned> decoded(std::string const& text) {
    std::string const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<unsigned> out;
    unsigned bits = 0, count = 0;
    for (char const c : text) {
        auto const value = alphabet.find(c);
        if (value == std::string::npos) continue;
        bits = ((bits << 6U) | static_cast<unsigned>(value)) & 0xffffffU;
        count += 6;
        if (count >= 8) out.push_back((bits >> (count -= 8)) & 0xffU);
    }
    return out;
}

TEST(Votable, Binary2IsBigEndianBehindTheNullFlags) {
    VotableHeader const header{
        "t", "", {}, {{"a", ElementType::int32, 1, {}, {}}, {"b", ElementType::float64, 1, {}, {}}}, 2};
    auto const document = parsed(
        write(header, {{bytes<std::int32_t>({258, -1}), bytes<double>({-2, nan})}}, Serialization::binary2));
    auto const stream = document.child("VOTABLE")
                            .child("RESOURCE")
                            .child("TABLE")
                            .child("DATA")
                            .child("BINARY2")
                            .child("STREAM");
    EXPECT_STREQ(stream.attribute("encoding").value(), "base64");
    EXPECT_EQ(decoded(stream.text().get()),
              (std::vector<unsigned>{0, 0,    0,    1,    2,    0xc0, 0,    0, 0, 0, 0, 0, 0,
                                     0, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0}));
}

TEST(Votable, Base64DoesNotDependOnTheBlocks) {
    VotableHeader header{"t", "", {}, {{"a", ElementType::int32, 1, {}, {}}}, 0};
    for (std::uint64_t const rows : {0, 1, 11, 12, 57, 200}) {
        std::vector<std::int32_t> values;
        std::vector<Columns> one_by_one;
        std::vector<unsigned> expected;
        for (std::uint64_t k = 0; k < rows; ++k) {
            values.push_back(static_cast<std::int32_t>(k));
            one_by_one.push_back({bytes<std::int32_t>({values.back()})});
            for (auto const byte : {0U, 0U, 0U, 0U, static_cast<unsigned>(k)})
                expected.push_back(byte);
        }
        header.rows = rows;
        auto const whole = write(header, {{bytes(values)}}, Serialization::binary2);
        EXPECT_EQ(whole, write(header, one_by_one, Serialization::binary2));
        auto const document = parsed(whole);
        EXPECT_EQ(decoded(document.select_node("//STREAM").node().text().get()), expected) << rows;
    }
}

TEST(Votable, EscapesTextsAndKeepsTheirLines) {
    std::string const text = "a < b & c > \"d\"\n\ttwo\r'ü'";
    VotableHeader const header{
        text,
        text,
        {{"plain", std::string("x"), {}},
         {"text", text, {"", text, ""}},
         {"bytes", std::string("\x01\xff\xc0\x80\xed\xa0\x80z"), {}},
         {"count", std::int64_t{-7}, {"km", "", "pos.cartesian"}},
         {"number", 0.1, {}},
         {"nothing", nan, {}}},
        {{"a\"b", ElementType::int8, 1, {"m<s", text, "u&v"}, {{"<one>", 1}, {"two", -2}}}},
        0};
    auto const document = parsed(write(header, {}, Serialization::tabledata));
    auto const table = document.select_node("/VOTABLE[@version='1.4']/RESOURCE/TABLE").node();
    EXPECT_EQ(table.attribute("name").value(), text);
    EXPECT_STREQ(table.attribute("nrows").value(), "0");
    EXPECT_EQ(table.child("DESCRIPTION").text().get(), text);
    auto const param = [&](char const* name) { return table.find_child_by_attribute("PARAM", "name", name); };
    EXPECT_EQ(param("text").attribute("value").value(), text);
    EXPECT_STREQ(param("text").attribute("datatype").value(), "unicodeChar");
    EXPECT_STREQ(param("plain").attribute("datatype").value(), "char");
    EXPECT_STREQ(param("plain").attribute("arraysize").value(), "*");
    EXPECT_STREQ(param("bytes").attribute("value").value(), "???????z");
    EXPECT_STREQ(param("count").attribute("value").value(), "-7");
    EXPECT_STREQ(param("count").attribute("unit").value(), "km");
    EXPECT_STREQ(param("count").attribute("ucd").value(), "pos.cartesian");
    EXPECT_STREQ(param("number").attribute("value").value(), "0.1");
    EXPECT_STREQ(param("nothing").attribute("value").value(), "NaN");
    auto const field = table.child("FIELD");
    EXPECT_STREQ(field.attribute("name").value(), "a\"b");
    EXPECT_STREQ(field.attribute("unit").value(), "m<s");
    EXPECT_STREQ(field.attribute("ucd").value(), "u&v");
    EXPECT_EQ(field.child("DESCRIPTION").text().get(), text);
    EXPECT_STREQ(field.select_node("VALUES/OPTION[@value='1']").node().attribute("name").value(), "<one>");
}

TEST(Votable, RefusesWhatDoesNotFit) {
    auto const path = scratch("refused.vot");
    VotableHeader const header{
        "t", "", {}, {{"a", ElementType::int16, 1, {}, {}}, {"b", ElementType::uint64, 1, {}, {}}}, 2};
    {
        VotableWriter writer(path, Overwrite::no, header, Serialization::tabledata);
        auto const append = [&](Columns const& block) {
            writer.append(std::vector<std::span<std::byte const>>(block.begin(), block.end()));
        };
        EXPECT_THROW(append({bytes<std::int16_t>({1})}), std::invalid_argument);
        EXPECT_THROW(append({bytes<std::int16_t>({1, 2}), bytes<std::uint64_t>({1})}), std::invalid_argument);
        EXPECT_THROW(append({bytes<std::int8_t>({1, 2, 3}), bytes<std::uint64_t>({1})}),
                     std::invalid_argument);
        EXPECT_THROW(append({bytes<std::int16_t>({1}), bytes<std::uint64_t>({1ULL << 63U})}),
                     std::runtime_error);
        EXPECT_THROW(writer.commit(), std::logic_error);  // no rows yet
        EXPECT_TRUE(testing::part_exists(path));
    }
    EXPECT_FALSE(testing::part_exists(path));
    EXPECT_FALSE(std::filesystem::exists(path));
    testing::write_text(path, "precious");
    EXPECT_THROW(VotableWriter(path, Overwrite::no, header, Serialization::tabledata), BadInput);
    EXPECT_EQ(testing::read_text(path), "precious");
    EXPECT_THROW(VotableWriter(path, Overwrite::yes, {}, Serialization::tabledata), std::invalid_argument);
    VotableHeader lists = header;
    lists.params = {{"list", std::vector<double>{1, 2}, {}}};
    EXPECT_THROW(VotableWriter(path, Overwrite::yes, lists, Serialization::tabledata), std::invalid_argument);
}

/// Files of this process may not grow beyond a size while it lives: a disk that is full for its owner.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

TEST(Votable, AFullDiskIsToldAndLeavesNothing) {
    VotableHeader const header{"t", "", {}, {{"a", ElementType::float64, 1, {}, {}}}, 20000};
    auto const path = scratch("full.vot");
    for (auto const serialization : {Serialization::tabledata, Serialization::binary2}) {
        FullDisk const full(50000);
        try {
            VotableWriter writer(path, Overwrite::no, header, serialization);
            auto const column = bytes(std::vector<double>(20000, 0.1));
            std::span<std::byte const> const columns[] = {column};
            writer.append(columns);
            writer.commit();
            ADD_FAILURE() << "no error";
        } catch (std::runtime_error const& error) {
            EXPECT_EQ(error.what(), path.string() + ": cannot be written: File too large");
        }
        EXPECT_FALSE(testing::part_exists(path));
        EXPECT_FALSE(std::filesystem::exists(path));
    }
}

}  // namespace
}  // namespace vespa::record

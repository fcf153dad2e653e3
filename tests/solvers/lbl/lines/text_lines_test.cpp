#include "lbl/lines/catalogue/text_lines.hpp"

#include <bzlib.h>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;

std::string compressed(std::string text) {
    auto size = static_cast<unsigned>(text.size() + text.size() / 50 + 1000);
    std::string packed(size, '\0');
    EXPECT_EQ(BZ2_bzBuffToBuffCompress(packed.data(), &size, text.data(), static_cast<unsigned>(text.size()),
                                       1, 0, 0),
              BZ_OK);
    packed.resize(size);
    return packed;
}

std::string text_of(std::filesystem::path const& path) {
    TextLines lines(path);
    std::string all;
    for (std::string_view line; lines.next(line);)
        all += std::string(line) + "\n";
    return all;
}

std::string numbered(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += "line " + std::to_string(i * 7919) + "\n";
    return text;
}

TEST(TextLines, DecompressesAndGoesOnInTheNextStream) {
    auto const text = numbered(200000);
    EXPECT_EQ(text_of(testing::write_scratch("one.bz2", compressed(text))), text);
    EXPECT_EQ(text_of(testing::write_scratch("two.bz2", compressed(text) + compressed("end\n"))),
              text + "end\n");
    EXPECT_EQ(parts_of_file(testing::write_scratch("p.bz2", compressed(text)), 1000).size(), 1u);
}

TEST(TextLines, RefusesBrokenCompression) {
    auto const packed = compressed(numbered(100000));
    auto const error = [](std::string const& bytes) {
        return bad_input_of([&] { text_of(testing::write_scratch("broken.bz2", bytes)); });
    };
    EXPECT_NE(error(packed.substr(0, packed.size() / 2)).find("ends within"), std::string::npos);
    EXPECT_NE(error("no such thing").find("bzip2"), std::string::npos);
    auto damaged = packed;
    damaged[packed.size() / 2] = static_cast<char>(damaged[packed.size() / 2] ^ 0x55);
    EXPECT_NE(error(damaged).find("bzip2"), std::string::npos);
}

TEST(TextLines, RefusesWhatIsNoText) {
    EXPECT_NE(bad_input_of([] { text_of("/nowhere/list.par"); }).find("cannot be opened"), std::string::npos);
    auto const endless = testing::write_scratch("endless", std::string(400000, 'x'));
    EXPECT_NE(bad_input_of([&] { text_of(endless); }).find("endless:1: a line of more than"),
              std::string::npos);
    EXPECT_EQ(text_of(testing::write_scratch("empty", "")), "");
}

}  // namespace
}  // namespace vespa::lbl

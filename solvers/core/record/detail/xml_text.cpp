#include "core/record/detail/xml_text.hpp"

#include <cstdint>

namespace vespa::record::detail {
namespace {

/// Bytes of the UTF-8 character that the text begins with; 0 if it is none that XML can hold.
std::size_t character(std::string_view text) {
    auto const byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    std::uint32_t const lead = byte(0);
    if (lead < 0x80) return lead >= 0x20 || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
    std::size_t const length = lead >= 0xf5 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || text.size() < length) return 0;
    std::uint32_t point = lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0u) != 0x80u) return 0;
        point = (point << 6u) | (byte(i) & 0x3fu);
    }
    bool const is_overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    bool const is_no_character = (point >= 0xd800 && point <= 0xdfff) || point == 0xfffe || point == 0xffff;
    return is_overlong || is_no_character || point > 0x10ffff ? 0 : length;
}

}  // namespace

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const length = character(text);
        auto const one = text.substr(0, length == 0 ? 1 : length);
        if (length == 0) {
            out += '?';
        } else if (one == "&") {
            out += "&amp;";
        } else if (one == "<") {
            out += "&lt;";
        } else if (one == ">") {
            out += "&gt;";
        } else if (one == "\"") {
            out += "&quot;";
        } else if (one == "\n") {
            out += "&#10;";
        } else if (one == "\t") {
            out += "&#9;";
        } else if (one == "\r") {
            out += "&#13;";
        } else {
            out += one;
        }
        text.remove_prefix(one.size());
    }
    return out;
}

}  // namespace vespa::record::detail

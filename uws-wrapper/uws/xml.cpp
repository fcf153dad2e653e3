#include "uws/xml.hpp"

#include "http/percent.hpp"

namespace vespa::uws {

void append_xml(std::string& out, std::string_view text, XmlPlace place) {
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\r':
                out += "&#13;";
                break;
            case '\n':
                if (place == XmlPlace::attribute)
                    out += "&#10;";
                else
                    out += c;
                break;
            case '\t':
                if (place == XmlPlace::attribute)
                    out += "&#9;";
                else
                    out += c;
                break;
            default:
                out += c;
        }
    }
}

bool is_xml_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r') return false;
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        if (byte == 0xEFU && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF"))
            return false;
    }
    return http::is_utf8(text);
}

std::string to_xml_text(std::string_view bytes) {
    std::string const text = http::to_utf8(bytes);
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        // A unit is one byte of text known to be UTF-8, or the three of a character beside U+FFFE and U+FFFF.
        std::size_t const length = text.compare(i, 2, "\xEF\xBF") == 0 ? 3 : 1;
        auto const unit = std::string_view(text).substr(i, length);
        bool const part_of_character = length == 1 && static_cast<unsigned char>(unit.front()) >= 0x80U;
        clean += part_of_character || is_xml_text(unit) ? unit : std::string_view("\xEF\xBF\xBD");
        i += length;
    }
    return clean;
}

}  // namespace vespa::uws

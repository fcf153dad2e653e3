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

}  // namespace vespa::uws

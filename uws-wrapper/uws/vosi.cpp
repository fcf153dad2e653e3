#include "uws/vosi.hpp"

#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

void append_capability(std::string& text, std::string_view standard, std::string_view description,
                       std::string_view interface_attributes, std::string_view use, std::string_view url) {
    text.append("  <capability standardID=\"ivo://ivoa.net/std/").append(standard).append("\">\n");
    if (!description.empty()) {
        text += "    <description>";
        append_xml(text, description, XmlPlace::content);
        text += "</description>\n";
    }
    text.append("    <interface xsi:type=\"vs:ParamHTTP\"").append(interface_attributes).append(">\n");
    text.append("      <accessURL use=\"").append(use).append("\">");
    append_xml(text, url, XmlPlace::content);
    text += "</accessURL>\n    </interface>\n  </capability>\n";
}

}  // namespace

std::string availability_document(bool available, Instant up_since, std::string_view note) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<vosi:availability "
        "xmlns:vosi=\"http://www.ivoa.net/xml/VOSIAvailability/v1.0\">\n  <vosi:available>";
    text.append(available ? "true" : "false").append("</vosi:available>\n  <vosi:upSince>");
    text.append(to_text(up_since)).append("</vosi:upSince>\n  <vosi:note>");
    append_xml(text, note, XmlPlace::content);
    text += "</vosi:note>\n</vosi:availability>\n";
    return text;
}

std::string capabilities_document(std::string_view code_url, std::string_view description) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<vosi:capabilities "
        "xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\" "
        "xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
    std::string const base(code_url);
    append_capability(text, "VOSI#capabilities", "", " version=\"1.0\"", "full", base + "/capabilities");
    append_capability(text, "VOSI#availability", "", " version=\"1.0\"", "full", base + "/availability");
    append_capability(text, "UWS#rest-1.1", description, " role=\"std\" version=\"1.1\"", "base",
                      base + "/async");
    text += "</vosi:capabilities>\n";
    return text;
}

}  // namespace vespa::uws

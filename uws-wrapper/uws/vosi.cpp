#include "uws/vosi.hpp"

#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

void append_capability(std::string& text, Capability const& capability) {
    text += "  <capability";
    if (!capability.standard.empty())
        text.append(" standardID=\"ivo://ivoa.net/std/").append(capability.standard).append("\"");
    text += ">\n";
    if (!capability.description.empty()) {
        text += "    <description>";
        append_xml(text, capability.description, XmlPlace::content);
        text += "</description>\n";
    }
    text += "    <interface xsi:type=\"vs:ParamHTTP\"";
    if (capability.is_standard) text += " role=\"std\"";
    if (!capability.version.empty()) text.append(" version=\"").append(capability.version).append("\"");
    text.append(">\n      <accessURL use=\"").append(capability.is_base ? "base" : "full").append("\">");
    append_xml(text, capability.url, XmlPlace::content);
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

std::vector<Capability> capabilities_of_server(std::string const& base) {
    return {{"VOSI#capabilities", "", "1.0", base + "/capabilities", false, false},
            {"VOSI#availability", "", "1.0", base + "/availability", false, false}};
}

std::vector<Capability> capabilities_of_code(std::string const& code_url, std::string const& description) {
    auto capabilities = capabilities_of_server(code_url);
    capabilities.push_back({"VOSI#tables-1.1", "", "1.1", code_url + "/tables", false, false});
    capabilities.push_back({"DALI#examples", "", "1.0", code_url + "/examples", false, false});
    capabilities.push_back({"UWS#rest-1.1", description, "1.1", code_url + "/async", true, true});
    capabilities.push_back({"", description + " (synchronous: runs the job and leads to its result)", "",
                            code_url + "/sync", true, false});
    return capabilities;
}

std::string capabilities_document(std::vector<Capability> const& capabilities) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<vosi:capabilities "
        "xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\" "
        "xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n";
    for (auto const& capability : capabilities)
        append_capability(text, capability);
    text += "</vosi:capabilities>\n";
    return text;
}

}  // namespace vespa::uws

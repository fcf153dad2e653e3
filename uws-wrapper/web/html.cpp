#include "web/html.hpp"

#include "uws/xml.hpp"

namespace vespa::uws {

Html& Html::text(std::string_view words) {
    append_xml(page_, words, XmlPlace::content);
    return *this;
}

Html& Html::element(std::string_view name, std::string_view words) {
    return raw("<").raw(name).raw(">").text(words).raw("</").raw(name).raw(">");
}

Html& Html::attribute(std::string_view name, std::string_view value) {
    raw(" ").raw(name).raw("=\"");
    append_xml(page_, value, XmlPlace::attribute);
    return raw("\"");
}

}  // namespace vespa::uws

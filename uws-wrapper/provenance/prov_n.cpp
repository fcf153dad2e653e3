#include "provenance/model.hpp"

namespace vespa::uws {
namespace {

std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char const byte : text) {
        if (byte == '"' || byte == '\\')
            (out += '\\') += byte;
        else if (byte == '\n')
            out += "\\n";
        else if (byte == '\r')
            out += "\\r";
        else if (byte == '\t')
            out += "\\t";
        else
            out += byte;
    }
    return out += '"';
}

std::string value_of(ProvAttribute const& attribute) {
    switch (attribute.type) {
        case ProvAttribute::Type::number:
            return quoted(attribute.value) + " %% xsd:long";
        case ProvAttribute::Type::real:
            return quoted(attribute.value) + " %% xsd:double";
        case ProvAttribute::Type::name:
            return "'" + attribute.value + "'";
        default:
            return quoted(attribute.value);
    }
}

std::string list_of(std::vector<ProvAttribute> const& attributes) {
    std::string list;
    for (auto const& attribute : attributes)
        list += (list.empty() ? ", [" : ", ") + attribute.name + "=" + value_of(attribute);
    return list.empty() ? list : list + "]";
}

std::string or_mark(std::string const& text) {
    return text.empty() ? "-" : text;
}

std::string line_of(ProvElement const& element) {
    auto const more = list_of(element.attributes) + ")";
    if (element.kind == ProvElement::Kind::activity)
        return "activity(" + element.id + ", " + or_mark(element.start) + ", " + or_mark(element.end) + more;
    return (element.kind == ProvElement::Kind::agent ? "agent(" : "entity(") + element.id + more;
}

std::string line_of(ProvRelation const& relation) {
    auto const between = relation.subject + ", " + relation.object;
    auto const more = list_of(relation.attributes) + ")";
    switch (relation.kind) {
        case ProvRelation::Kind::used:
            return "used(" + between + ", -" + more;
        case ProvRelation::Kind::generated:
            return "wasGeneratedBy(" + between + ", -" + more;
        case ProvRelation::Kind::associated:
            return "wasAssociatedWith(" + between + ", " + or_mark(relation.plan) + more;
        case ProvRelation::Kind::attributed:
            return "wasAttributedTo(" + between + more;
        default:
            return "wasInfluencedBy(" + between + more;
    }
}

}  // namespace

std::string prov_n(ProvDocument const& document) {
    std::string out = "document\n";
    for (auto const& [prefix, uri] : document.prefixes)
        if (prefix != "prov" && prefix != "xsd") out += "  prefix " + prefix + " <" + uri + ">\n";
    for (auto const& element : document.elements)
        out += "  " + line_of(element) + "\n";
    for (auto const& relation : document.relations)
        out += "  " + line_of(relation) + "\n";
    return out + "endDocument\n";
}

}  // namespace vespa::uws

#include "core/record/detail/votable_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/record/detail/xml_text.hpp"

namespace vespa::record::detail {
namespace {

std::string datatype_of(ElementType type) {
    switch (type) {
        case ElementType::uint8:
            return "unsignedByte";
        case ElementType::int8:
        case ElementType::int16:
            return "short";
        case ElementType::uint16:
        case ElementType::int32:
            return "int";
        case ElementType::uint32:
        case ElementType::int64:
        case ElementType::uint64:
            return "long";
        case ElementType::float32:
            return "float";
        case ElementType::float64:
            return "double";
    }
    throw std::logic_error("an element type without a name");
}

/// ` name="value"`, nothing where the value is empty.
std::string attribute(char const* name, std::string const& value) {
    return value.empty() ? "" : fmt::format(" {}=\"{}\"", name, xml_text(value));
}

std::string element_of(std::string const& text, char const* name) {
    return text.empty() ? "" : fmt::format("<{0}>{1}</{0}>", name, xml_text(text));
}

struct Typed {
    std::string type;
    std::string text;
};

Typed typed(AttributeValue const& value) {
    if (auto const* text = std::get_if<std::string>(&value)) {
        bool const is_ascii = std::all_of(text->begin(), text->end(),
                                          [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return {is_ascii ? "char\" arraysize=\"*" : "unicodeChar\" arraysize=\"*", xml_text(*text)};
    }
    if (auto const* integer = std::get_if<std::int64_t>(&value)) return {"long", fmt::format("{}", *integer)};
    auto const number = std::get<double>(value);
    if (std::isnan(number)) return {"double", "NaN"};
    if (std::isinf(number)) return {"double", number > 0 ? "+Inf" : "-Inf"};
    return {"double", fmt::format("{}", number)};
}

std::string param_element(VotableParam const& param) {
    auto const [type, text] = typed(param.value);
    return fmt::format("<PARAM name=\"{}\" datatype=\"{}\"{}{} value=\"{}\">{}</PARAM>\n",
                       xml_text(param.name), type, attribute("unit", param.meaning.unit),
                       attribute("ucd", param.meaning.ucd), text,
                       element_of(param.meaning.description, "DESCRIPTION"));
}

std::string field_element(VotableField const& field) {
    std::string text =
        fmt::format("<FIELD name=\"{}\" datatype=\"{}\"", xml_text(field.name), datatype_of(field.type));
    if (field.elements > 1) text += fmt::format(" arraysize=\"{}\"", field.elements);
    text += attribute("unit", field.meaning.unit) + attribute("ucd", field.meaning.ucd) + ">";
    text += element_of(field.meaning.description, "DESCRIPTION");
    if (!field.options.empty()) {
        text += "<VALUES>";
        for (auto const& [name, value] : field.options)
            text += fmt::format("<OPTION name=\"{}\" value=\"{}\"/>", xml_text(name), value);
        text += "</VALUES>";
    }
    return text + "</FIELD>\n";
}

}  // namespace

void check(VotableHeader const& header) {
    if (header.fields.empty()) throw std::invalid_argument("a VOTable without fields");
    for (auto const& field : header.fields)
        if (field.name.empty() || field.elements == 0)
            throw std::invalid_argument("a VOTable's field without a name or without elements");
    for (auto const& param : header.params)
        if (param.name.empty() || param.value.index() > 2)
            throw std::invalid_argument("a VOTable's param without a name, or a list");
}

std::string votable_begin(VotableHeader const& header) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n<RESOURCE>\n";
    text += fmt::format("<TABLE{} nrows=\"{}\">\n", attribute("name", header.name), header.rows);
    if (!header.description.empty()) text += element_of(header.description, "DESCRIPTION") + "\n";
    for (auto const& param : header.params)
        text += param_element(param);
    for (auto const& field : header.fields)
        text += field_element(field);
    return text;
}

}  // namespace vespa::record::detail

// The VOTable form of OPUS's job descriptions, written byte for byte as OPUS does.
#include <array>
#include <initializer_list>

#include "codes/jdl.hpp"

namespace vespa::uws {
namespace {

/// The code point that begins at `at` of UTF-8 text, which moves on; a byte that begins none stands for
/// itself.
unsigned take_code_point(std::string_view text, std::size_t& at) {
    auto const lead = static_cast<unsigned char>(text[at++]);
    int const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (more == 0) return lead;
    unsigned point = lead & (0x3FU >> more);
    for (int i = 0; i < more && at < text.size(); ++i)
        point = point << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    return point;
}

/// Escapes as OPUS's library does: in ASCII, everything else as a decimal reference.
std::string escaped(std::string_view text, bool in_attribute) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        unsigned const point = take_code_point(text, at);
        bool const control = point == '\r' || (in_attribute && (point == '\n' || point == '\t'));
        if (point == '&')
            out += "&amp;";
        else if (point == '<')
            out += "&lt;";
        else if (point == '>')
            out += "&gt;";
        else if (point == '"' && in_attribute)
            out += "&quot;";
        else if (control || point >= 0x80)
            out += "&#" + std::to_string(point) + ";";
        else
            out += static_cast<char>(point);
    }
    return out;
}

struct Attribute {
    char const* name;
    std::string value;
};

class Writer {
  public:
    std::string write(Jdl const& jdl) {
        out_ =
            "<VOTABLE xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\" version=\"1.3\" "
            "xsi:schemaLocation=\"http://www.ivoa.net/xml/VOTable/v1.3 "
            "http://www.ivoa.net/xml/VOTable/v1.3\">\n";
        open(
            1, "RESOURCE",
            {{"ID", jdl.name}, {"name", jdl.name}, {"type", "meta"}, {"utype", "voprov:ActivityDescription"}},
            ">\n");
        header(jdl);
        group("InputParams", jdl.parameters, [&](JdlItem const& item) { parameter(item); });
        group("Used", jdl.used, [&](JdlItem const& item) { used(item, jdl); });
        group("Generated", jdl.generated, [&](JdlItem const& item) { generated(item, jdl); });
        out_ += "  </RESOURCE>\n</VOTABLE>\n";
        return std::move(out_);
    }

  private:
    void open(std::size_t depth, char const* element, std::vector<Attribute> const& attributes,
              char const* end) {
        out_.append(2 * depth, ' ').append("<").append(element);
        for (auto const& attribute : attributes)
            out_.append(" ")
                .append(attribute.name)
                .append("=\"")
                .append(escaped(attribute.value, true))
                .append("\"");
        out_ += end;
    }

    void description(std::size_t depth, std::string const& text) {
        out_.append(2 * depth, ' ')
            .append("<DESCRIPTION>")
            .append(escaped(text, false))
            .append("</DESCRIPTION>\n");
    }

    void text_param(std::size_t depth, char const* name, std::string const& value, std::string const& utype) {
        std::vector<Attribute> attributes = {
            {"name", name}, {"value", value}, {"arraysize", "*"}, {"datatype", "char"}};
        if (!utype.empty()) attributes.push_back({"utype", utype});
        open(depth, "PARAM", attributes, "/>\n");
    }

    void header(Jdl const& jdl) {
        auto const text = [&](char const* name) { return jdl_text(jdl.header, name); };
        if (auto const annotation = text("annotation"); !annotation.empty()) description(2, annotation);
        for (std::string const name : {"doculink", "type", "subtype", "version"})
            text_param(2, name.c_str(), text(name.c_str()), "voprov:ActivityDescription." + name);
        text_param(2, "contact_name", text("contact_name"), "voprov:Agent.name");
        text_param(2, "contact_email", text("contact_email"), "voprov:Agent.email");
        auto duration = text("executionDuration");
        if (duration.empty()) duration = text("executionduration");  // the earlier form's name
        auto const whole = [](std::string const& seconds) {
            return seconds.empty() ? std::string("1") : seconds;
        };
        open(2, "PARAM",
             {{"name", "executionDuration"},
              {"value", whole(duration)},
              {"datatype", "int"},
              {"utype", "uws:Job.executionDuration"}},
             "/>\n");
        open(2, "PARAM",
             {{"name", "quote"},
              {"value", whole(text("quote"))},
              {"datatype", "int"},
              {"utype", "uws:Job.quote"}},
             "/>\n");
        text_param(2, "script", text("script"), "");
    }

    template <class Write>
    void group(char const* name, std::vector<JdlItem> const& items, Write&& write) {
        open(2, "GROUP", {{"name", name}}, items.empty() ? "/>\n" : ">\n");
        for (auto const& item : items)
            write(item);
        if (!items.empty()) out_ += "    </GROUP>\n";
    }

    void parameter(JdlItem const& item) {
        constexpr std::array<std::pair<std::string_view, char const*>, 9> datatypes = {
            {{"xs:boolean", "boolean"},
             {"xs:unsignedByte", "unsignedByte"},
             {"xs:short", "short"},
             {"xs:int", "int"},
             {"xs:integer", "int"},
             {"xs:long", "long"},
             {"xs:float", "float"},
             {"xs:double", "double"},
             {"xs:string", "char"}}};
        auto const text = [&](char const* name) { return jdl_text(item.members, name); };
        std::string datatype = "char";
        for (auto const& [name, known] : datatypes)
            if (text("datatype") == name) datatype = known;
        std::vector<Attribute> attributes = {
            {"ID", item.name}, {"name", item.name}, {"datatype", datatype}, {"value", text("default")}};
        if (text("datatype") == "file") attributes.push_back({"xtype", "application/octet-stream"});
        if (datatype == "char") attributes.push_back({"arraysize", "*"});
        if (text("required") == "false") attributes.push_back({"type", "no_query"});
        for (char const* const name : {"unit", "ucd", "utype"})
            if (!text(name).empty()) attributes.push_back({name, text(name)});
        open(3, "PARAM", attributes, ">\n");
        description(4, text("annotation"));
        values(text("min"), text("max"), text("options"));
        out_ += "      </PARAM>\n";
    }

    void values(std::string const& min, std::string const& max, std::string const& options) {
        if (min.empty() && max.empty() && options.empty()) return;
        open(4, "VALUES", {}, ">\n");
        if (!min.empty()) open(5, "MIN", {{"value", min}}, "/>\n");
        if (!max.empty()) open(5, "MAX", {{"value", max}}, "/>\n");
        for (std::size_t at = 0; !options.empty() && at <= options.size();) {
            auto const comma = std::min(options.find(',', at), options.size());
            open(5, "OPTION", {{"value", options.substr(at, comma - at)}}, "/>\n");
            at = comma + 1;
        }
        out_ += "        </VALUES>\n";
    }

    void entity(JdlItem const& item, Jdl const& jdl, std::string const& utype,
                std::initializer_list<std::pair<char const*, std::string>> members) {
        std::vector<Attribute> attributes = {{"name", item.name}, {"utype", utype}};
        for (auto const& parameter : jdl.parameters)
            if (parameter.name == item.name) attributes.push_back({"ref", item.name});
        open(3, "GROUP", attributes, ">\n");
        description(4, jdl_text(item.members, "annotation"));
        for (auto const& [name, member_utype] : members)
            text_param(4, name, jdl_text(item.members, name), member_utype);
        out_ += "      </GROUP>\n";
    }

    void used(JdlItem const& item, Jdl const& jdl) {
        entity(item, jdl, "voprov:UsedDescription",
               {{"role", "voprov:UsedDescription.role"},
                {"multiplicity", "voprov:UsedDescription.multiplicity"},
                {"default", "voprov:Entity.id"},
                {"content_type", "voprov:EntityDescription.content_type"},
                {"url", "voprov:EntityDescription.url"}});
    }

    void generated(JdlItem const& item, Jdl const& jdl) {
        entity(item, jdl, "voprov:WasGeneratedBy",
               {{"role", "voprov:WasGeneratedByDescription.role"},
                {"multiplicity", "voprov:WasGeneratedByDescription.multiplicity"},
                {"default", "voprov:Entity.id"},
                {"content_type", "voprov:EntityDescription.content_type"}});
    }

    std::string out_;
};

}  // namespace

std::string write_jdl_votable(Jdl const& jdl) {
    return Writer().write(jdl);
}

}  // namespace vespa::uws

// The VOTable form of OPUS's job descriptions, read.
#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "codes/jdl.hpp"

namespace vespa::uws {
namespace {

/// Whether an element has that name, in whatever namespace prefix.
bool is(pugi::xml_node node, std::string_view name) {
    std::string_view const full = node.name();
    auto const colon = full.find(':');
    return (colon == std::string_view::npos ? full : full.substr(colon + 1)) == name;
}

std::string attribute(pugi::xml_node node, char const* name) {
    return node.attribute(name).value();
}

std::string text_of(pugi::xml_node node) {
    return node.text().get();
}

class Reader {
  public:
    Reader(std::string const& file, std::vector<std::string>& warnings) : file_(file), warnings_(warnings) {}

    Jdl read(pugi::xml_node resource) {
        jdl_.name = attribute(resource, "name");
        if (jdl_.name.empty()) fail("RESOURCE has no name");
        for (auto const child : resource.children())
            if (child.type() == pugi::node_element) read_child(child);
        return std::move(jdl_);
    }

  private:
    [[noreturn]] void fail(std::string const& why) const { throw BadDescription(file_ + ": " + why); }
    void warn(std::string const& what) { warnings_.push_back(file_ + ": " + what); }

    void read_child(pugi::xml_node child) {
        if (is(child, "DESCRIPTION"))
            set_jdl(jdl_.header, "annotation", text_of(child));
        else if (is(child, "LINK"))
            set_jdl(jdl_.header, "doculink", attribute(child, "href"));
        else if (is(child, "PARAM"))
            set_jdl(jdl_.header, name_of(child), attribute(child, "value"));
        else if (is(child, "GROUP"))
            read_group(child);
        else
            warn(std::string("the element ") + child.name() + " is passed over");
    }

    void read_group(pugi::xml_node group) {
        auto const name = attribute(group, "name");
        bool const inputs = name == "InputParams", used = name == "Used";
        if (!inputs && !used && name != "Generated")
            return warn("the group \"" + name + "\" is not known and passed over");
        auto& items = inputs ? jdl_.parameters : used ? jdl_.used : jdl_.generated;
        for (auto const child : group.children()) {
            if (child.type() != pugi::node_element) continue;
            bool const early = is(child, "PARAM");
            if (!early && (inputs || !is(child, "GROUP"))) continue;
            JdlItem item{name_of(child), {}};
            if (inputs)
                read_parameter(child, item);
            else if (early)
                read_early(child, item, used);
            else
                read_entity(child, item, used);
            auto const same = [&](JdlItem const& other) { return other.name == item.name; };
            if (std::any_of(items.begin(), items.end(), same))
                fail(name + ": " + item.name + " stands twice");
            items.push_back(std::move(item));
        }
    }

    std::string name_of(pugi::xml_node node) const {
        auto name = attribute(node, "name");
        if (name.empty()) fail(std::string(node.name()) + " without a name");
        return name;
    }

    std::string datatype_of(pugi::xml_node parameter) const {
        constexpr std::array<std::pair<std::string_view, char const*>, 8> datatypes = {
            {{"boolean", "xs:boolean"},
             {"unsignedByte", "xs:unsignedByte"},
             {"short", "xs:short"},
             {"int", "xs:integer"},
             {"long", "xs:long"},
             {"char", "xs:string"},
             {"float", "xs:float"},
             {"double", "xs:double"}}};
        if (attribute(parameter, "xtype") == "application/octet-stream") return "file";
        auto const datatype = parameter.attribute("datatype") ? attribute(parameter, "datatype") : "char";
        for (auto const& [known, name] : datatypes)
            if (datatype == known) return name;
        fail(name_of(parameter) + ": the datatype \"" + datatype + "\" is not known");
    }

    void read_parameter(pugi::xml_node node, JdlItem& item) const {
        item.members = {{"datatype", datatype_of(node)},
                        {"required", attribute(node, "type") == "no_query" ? "false" : "true"},
                        {"default", attribute(node, "value")},
                        {"unit", attribute(node, "unit")},
                        {"ucd", attribute(node, "ucd")},
                        {"utype", attribute(node, "utype")}};
        for (auto const child : node.children()) {
            // An empty one is how a description without one is written.
            if (is(child, "DESCRIPTION") && !text_of(child).empty())
                set_jdl(item.members, "annotation", text_of(child));
            if (is(child, "VALUES")) read_values(child, item);
        }
    }

    static void read_values(pugi::xml_node values, JdlItem& item) {
        std::string options;
        bool first = true;
        for (auto const value : values.children()) {
            if (is(value, "MIN")) set_jdl(item.members, "min", attribute(value, "value"));
            if (is(value, "MAX")) set_jdl(item.members, "max", attribute(value, "value"));
            if (!is(value, "OPTION")) continue;
            options += (first ? "" : ",") + attribute(value, "value");
            first = false;
        }
        set_jdl(item.members, "options", options);
    }

    /// An input or a result of the present form, a group of PARAMs.
    void read_entity(pugi::xml_node node, JdlItem& item, bool used) const {
        if (used) item.members = {{"datatype", "xs:string"}, {"annotation", ""}, {"url", ""}};
        if (!used) item.members = {{"annotation", ""}};
        if (auto const ref = attribute(node, "ref"); !ref.empty()) {
            auto const found = std::find_if(jdl_.parameters.begin(), jdl_.parameters.end(),
                                            [&](JdlItem const& parameter) { return parameter.name == ref; });
            if (found == jdl_.parameters.end())
                fail(item.name + ": there is no parameter " + ref + " to refer to");
            if (used) set_jdl(item.members, "datatype", jdl_text(found->members, "datatype"));
            set_jdl(item.members, "default", jdl_text(found->members, "default"));
            set_jdl(item.members, "annotation", jdl_text(found->members, "annotation"));
        }
        for (auto const child : node.children()) {
            if (is(child, "PARAM")) set_jdl(item.members, name_of(child), attribute(child, "value"));
            if (is(child, "DESCRIPTION")) set_jdl(item.members, "annotation", text_of(child));
            if (is(child, "LINK")) set_link(child, item);
        }
    }

    /// An input or a result of the earlier form, a PARAM.
    static void read_early(pugi::xml_node node, JdlItem& item, bool used) {
        if (used) item.members = {{"datatype", "xs:string"}};
        set_jdl(item.members, "default", attribute(node, "value"));
        set_jdl(item.members, "content_type", attribute(node, "xtype"));
        for (auto const child : node.children()) {
            if (is(child, "DESCRIPTION")) set_jdl(item.members, "annotation", text_of(child));
            if (is(child, "LINK")) set_link(child, item);
        }
    }

    static void set_link(pugi::xml_node link, JdlItem& item) {
        set_jdl(item.members, "url", attribute(link, "href"));
        if (attribute(link, "href").starts_with("file://")) set_jdl(item.members, "datatype", "file");
    }

    std::string const& file_;
    std::vector<std::string>& warnings_;
    Jdl jdl_;
};

}  // namespace

Jdl read_jdl_votable(std::string_view document, std::string const& file, std::vector<std::string>& warnings) {
    pugi::xml_document xml;
    // Attributes as XML means them: line ends only as references, a plain one is a blank.
    auto const parsed =
        xml.load_buffer(document.data(), document.size(), pugi::parse_default | pugi::parse_wconv_attribute);
    if (!parsed)
        throw BadDescription(file + ": is no XML: " + parsed.description() + " at byte " +
                             std::to_string(parsed.offset));
    auto const root = xml.document_element();
    if (!is(root, "VOTABLE")) throw BadDescription(file + ": a VOTABLE is expected, not " + root.name());
    for (auto const child : root.children())
        if (is(child, "RESOURCE")) return Reader(file, warnings).read(child);
    throw BadDescription(file + ": there is no RESOURCE");
}

}  // namespace vespa::uws

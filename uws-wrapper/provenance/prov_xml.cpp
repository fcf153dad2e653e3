#include "provenance/model.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

class Writer {
  public:
    std::string write(ProvDocument const& document) {
        out_ =
            "<?xml version=\"1.0\"?>\n<prov:document xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
        for (auto const& [prefix, uri] : document.prefixes) {
            // XML Schema's own namespace is without the # that PROV's other forms give it.
            bool const schema = prefix == "xsd";
            attribute("xmlns:" + prefix, schema ? "http://www.w3.org/2001/XMLSchema" : uri);
        }
        out_ += ">\n";
        for (auto const& element : document.elements)
            write(element);
        for (auto const& relation : document.relations)
            write(relation);
        return out_ += "</prov:document>\n";
    }

  private:
    void attribute(std::string const& name, std::string const& value) {
        out_.append(" ").append(name).append("=\"");
        append_xml(out_, value, XmlPlace::attribute);
        out_ += '"';
    }
    void text(std::string const& name, std::string const& value, char const* type = nullptr) {
        out_.append("    <").append(name);
        if (type) attribute("xsi:type", type);
        out_ += '>';
        append_xml(out_, value, XmlPlace::content);
        out_.append("</").append(name).append(">\n");
    }
    void reference(std::string const& name, std::string const& id) {
        out_.append("    <").append(name);
        attribute("prov:ref", id);
        out_ += "/>\n";
    }
    void write(std::vector<ProvAttribute> const& attributes) {
        for (auto const& said : attributes) {
            char const* const type =
                said.type == ProvAttribute::Type::name     ? "xsd:QName"
                : said.type == ProvAttribute::Type::number ? "xsd:long"
                : said.type == ProvAttribute::Type::real   ? "xsd:double"
                : said.name == "prov:value" || said.name == "prov:location" || said.name == "prov:role"
                    ? "xsd:string"
                    : nullptr;
            text(said.name, said.value, type);
        }
    }
    void write(ProvElement const& element) {
        std::string const name = element.kind == ProvElement::Kind::activity ? "prov:activity"
                                 : element.kind == ProvElement::Kind::agent  ? "prov:agent"
                                                                             : "prov:entity";
        out_.append("  <").append(name);
        attribute("prov:id", element.id);
        out_ += ">\n";
        if (!element.start.empty()) text("prov:startTime", element.start);
        if (!element.end.empty()) text("prov:endTime", element.end);
        write(element.attributes);
        out_.append("  </").append(name).append(">\n");
    }
    void write(ProvRelation const& relation) {
        using Kind = ProvRelation::Kind;
        auto const of = [&](char const* name, char const* subject, char const* object) {
            out_.append("  <prov:").append(name).append(">\n");
            reference(subject, relation.subject);
            reference(object, relation.object);
            if (!relation.plan.empty()) reference("prov:plan", relation.plan);
            write(relation.attributes);
            out_.append("  </prov:").append(name).append(">\n");
        };
        if (relation.kind == Kind::used) of("used", "prov:activity", "prov:entity");
        if (relation.kind == Kind::generated) of("wasGeneratedBy", "prov:entity", "prov:activity");
        if (relation.kind == Kind::associated) of("wasAssociatedWith", "prov:activity", "prov:agent");
        if (relation.kind == Kind::attributed) of("wasAttributedTo", "prov:entity", "prov:agent");
        if (relation.kind == Kind::influenced) of("wasInfluencedBy", "prov:influencee", "prov:influencer");
    }

    std::string out_;
};

}  // namespace

std::string prov_xml(ProvDocument const& document) {
    return Writer().write(document);
}

}  // namespace vespa::uws

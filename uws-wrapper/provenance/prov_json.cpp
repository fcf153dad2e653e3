#include <nlohmann/json.hpp>

#include "provenance/model.hpp"

namespace vespa::uws {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(ProvAttribute const& attribute) {
    switch (attribute.type) {
        case ProvAttribute::Type::number:
            return {{"$", attribute.value}, {"type", "xsd:long"}};
        case ProvAttribute::Type::real:
            return {{"$", attribute.value}, {"type", "xsd:double"}};
        case ProvAttribute::Type::name:
            return {{"$", attribute.value}, {"type", "prov:QUALIFIED_NAME"}};
        default:
            return attribute.value;
    }
}

/// What is said more than once becomes a list.
void add(Json& record, std::vector<ProvAttribute> const& attributes) {
    for (auto const& attribute : attributes) {
        if (!record.contains(attribute.name)) {
            record[attribute.name] = json_of(attribute);
            continue;
        }
        auto& said = record[attribute.name];
        if (!said.is_array()) said = Json::array({said});
        said.push_back(json_of(attribute));
    }
}

struct Form {
    char const *relation, *subject, *object;
};

Form form_of(ProvRelation::Kind kind) {
    switch (kind) {
        case ProvRelation::Kind::used:
            return {"used", "prov:activity", "prov:entity"};
        case ProvRelation::Kind::generated:
            return {"wasGeneratedBy", "prov:entity", "prov:activity"};
        case ProvRelation::Kind::associated:
            return {"wasAssociatedWith", "prov:activity", "prov:agent"};
        case ProvRelation::Kind::attributed:
            return {"wasAttributedTo", "prov:entity", "prov:agent"};
        default:
            return {"wasInfluencedBy", "prov:influencee", "prov:influencer"};
    }
}

}  // namespace

std::string prov_json(ProvDocument const& document) {
    Json json = Json::object();
    for (auto const& [prefix, uri] : document.prefixes)
        if (prefix != "prov" && prefix != "xsd") json["prefix"][prefix] = uri;
    for (auto const& element : document.elements) {
        char const* const kind = element.kind == ProvElement::Kind::activity ? "activity"
                                 : element.kind == ProvElement::Kind::agent  ? "agent"
                                                                             : "entity";
        auto& record = json[kind][element.id] = Json::object();
        if (!element.start.empty()) record["prov:startTime"] = element.start;
        if (!element.end.empty()) record["prov:endTime"] = element.end;
        add(record, element.attributes);
    }
    int number = 0;
    for (auto const& relation : document.relations) {
        auto const form = form_of(relation.kind);
        auto& record = json[form.relation]["_:id" + std::to_string(++number)] = Json::object();
        record[form.subject] = relation.subject;
        record[form.object] = relation.object;
        if (!relation.plan.empty()) record["prov:plan"] = relation.plan;
        add(record, relation.attributes);
    }
    return json.dump(1) + "\n";
}

}  // namespace vespa::uws

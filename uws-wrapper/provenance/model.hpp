#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "provenance/facts.hpp"

namespace vespa::uws {

/// Stands for the server's URL in files: the one that a client knows is put in when they are served. A
/// reserved name, so that it is never somebody's.
inline constexpr char base_to_come[] = "http://server.invalid";

/// What is said of a PROV record.
struct ProvAttribute {
    enum class Type { text, number, real, name };
    std::string name;   ///< qualified
    std::string value;  ///< of Type::name a qualified name
    Type type = Type::text;
};

/// An entity, activity or agent of the W3C's PROV data model.
struct ProvElement {
    enum class Kind { entity, activity, agent };
    Kind kind = Kind::entity;
    std::string id;                         ///< qualified; its local part is an XML name
    std::string start, end;                 ///< of an activity; empty = not known
    std::vector<ProvAttribute> attributes;  ///< in the order that PROV-XML wants
};

/// used(activity, entity), wasGeneratedBy(entity, activity), …
struct ProvRelation {
    enum class Kind { used, generated, associated, attributed, influenced };
    Kind kind = Kind::used;
    std::string subject, object;
    std::string plan;  ///< of an association; may be empty
    std::vector<ProvAttribute> attributes;
};

struct ProvDocument {
    std::vector<std::pair<std::string, std::string>> prefixes;
    std::vector<ProvElement> elements;
    std::vector<ProvRelation> relations;
};

/// A run in terms of PROV, with the classes of the IVOA's Provenance Data Model as prov:type: the job an
/// activity that used its inputs, was configured by its parameters (wasInfluencedBy) and generated its
/// results; its owner and this server are associated with it, the program is the plan.
ProvDocument prov_document(Facts const& facts);

/// What OPUS calls an entity: "e" and the job's id, "_" and the result's or, with "in_" before it, the
/// input's name.
std::string entity_id(std::string const& job, std::string const& name);

/// PROV-JSON (W3C member submission), PROV-XML (W3C note) and PROV-N (W3C recommendation).
std::string prov_json(ProvDocument const& document);
std::string prov_xml(ProvDocument const& document);
std::string prov_n(ProvDocument const& document);

/// The run drawn as SVG: inputs and parameters, the job, results; who ran it below.
std::string provenance_drawing(Facts const& facts);

/// ro-crate-metadata.json: RO-Crate 1.1, profile Process Run Crate 0.5.
std::string ro_crate(Facts const& facts);

}  // namespace vespa::uws

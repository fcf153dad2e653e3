#include <nlohmann/json.hpp>

#include "provenance/model.hpp"
#include "uws/instant.hpp"
#include "uws/phase.hpp"
#include "uws/xml.hpp"
#include "vespa/version.hpp"

namespace vespa::uws {
namespace {

using Json = nlohmann::ordered_json;

Json reference(std::string const& id) {
    return {{"@id", id}};
}

bool is_url(std::string const& text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

class Crate {
  public:
    explicit Crate(Facts const& facts) : facts_(facts), job_(facts.job), code_(facts.description) {
        url_ = std::string(base_to_come) + "/rest/" + code_.name + "/" + job_.id;
        program_ = std::string(base_to_come) + "/jdl/" + code_.name;
    }

    std::string write() {
        Json parts = Json::array(), objects = Json::array(), results = Json::array();
        for (auto const& input : facts_.inputs) {
            bool const given = input.role != "input";
            auto const id = url_ + (given ? "/parameters/" + input.role : "#" + input.file);
            add_file(id, input.file, input.content_type, input.size, input.sha256, given);
            objects.push_back(reference(id));
            if (given) parts.push_back(reference(id));
        }
        for (auto const& parameter : job_.parameters)
            if (!parameter.is_file) objects.push_back(reference(add_value(parameter)));
        for (auto const& result : job_.results) {
            auto const id = url_ + "/results/" + result.id;
            add_file(id, result.file, result.content_type, result.size, result.sha256, true);
            results.push_back(reference(id));
            parts.push_back(reference(id));
        }
        add_action(objects, results);
        add_program();
        Json graph = Json::array();
        graph.push_back({{"@id", "ro-crate-metadata.json"},
                         {"@type", "CreativeWork"},
                         {"conformsTo", reference("https://w3id.org/ro/crate/1.1")},
                         {"about", reference("./")}});
        graph.push_back(root(parts));
        graph.push_back(
            {{"@id", profile}, {"@type", "CreativeWork"}, {"name", "Process Run Crate"}, {"version", "0.5"}});
        for (auto& entity : entities_)
            graph.push_back(std::move(entity));
        Json const crate = {
            {"@context",
             {"https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"}},
            {"@graph", graph}};
        return crate.dump(1) + "\n";
    }

  private:
    static constexpr char profile[] = "https://w3id.org/ro/wfrun/process/0.5";

    Json root(Json const& parts) const {
        auto const ended = job_.ended.value_or(job_.created);
        Json root = {{"@id", "./"},
                     {"@type", "Dataset"},
                     {"conformsTo", reference(profile)},
                     {"name", "Job " + job_.id + " of " + code_.name},
                     {"description", to_xml_text(code_.annotation)},
                     {"datePublished", to_text(ended)},
                     // Whoever ran the job decides on its results; RO-Crate wants a word on it.
                     {"license", "The results belong to the owner of the job."},
                     {"hasPart", parts},
                     {"mentions", reference(url_)}};
        if (job_.run_id) root["alternateName"] = *job_.run_id;
        return root;
    }

    void add_file(std::string const& id, std::string const& file, std::string const& type, std::uint64_t size,
                  std::string const& sha256, bool whole) {
        Json entity = {{"@id", id},
                       {"@type", "File"},
                       {"name", std::filesystem::path(file).filename().string()},
                       {"contentSize", std::to_string(size)},
                       {"sha256", sha256}};
        if (!type.empty()) entity["encodingFormat"] = type;
        if (!whole) entity["description"] = "written for the job from its parameters";
        entities_.push_back(std::move(entity));
    }

    std::string add_value(JobParameter const& parameter) {
        auto const id = url_ + "#parameter-" + std::to_string(values_++) + "-" + parameter.name;
        Json entity = {{"@id", id},
                       {"@type", "PropertyValue"},
                       {"name", parameter.name},
                       {"value", to_xml_text(parameter.value)}};
        if (auto const* known = code_.find(parameter.name); known && !known->unit.empty())
            entity["unitText"] = known->unit;
        entities_.push_back(std::move(entity));
        return id;
    }

    void add_action(Json const& objects, Json const& results) {
        auto const owner = url_ + "/owner";
        Json action = {{"@id", url_},
                       {"@type", "CreateAction"},
                       {"name", "Run of " + code_.name},
                       {"instrument", reference(program_)},
                       {"agent", reference(owner)},
                       {"object", objects},
                       {"result", results}};
        if (job_.started) action["startTime"] = to_text(*job_.started);
        if (job_.ended) action["endTime"] = to_text(*job_.ended);
        bool const completed = job_.phase == Phase::completed;
        action["actionStatus"] =
            completed ? "http://schema.org/CompletedActionStatus" : "http://schema.org/FailedActionStatus";
        if (!completed && job_.error) action["error"] = to_xml_text(job_.error->message);
        entities_.push_back(std::move(action));
        entities_.push_back(
            {{"@id", owner}, {"@type", "Person"}, {"name", job_.owner.empty() ? "anonymous" : job_.owner}});
    }

    void add_program() {
        Json program = {{"@id", program_},
                        {"@type", "SoftwareApplication"},
                        {"name", code_.name},
                        {"description", to_xml_text(code_.annotation)}};
        if (!facts_.program_version.empty()) program["softwareVersion"] = facts_.program_version;
        program["url"] = is_url(code_.doculink) ? code_.doculink : program_;
        if (!code_.licence.empty())
            program["license"] = is_url(code_.licence) ? reference(code_.licence) : Json(code_.licence);
        for (auto const& citation : code_.citation)
            program["citation"].push_back(is_url(citation) ? reference(citation) : Json(citation));
        entities_.push_back(std::move(program));
    }

    Facts const& facts_;
    Job const& job_;
    Description const& code_;
    std::string url_, program_;
    std::vector<Json> entities_;
    int values_ = 0;
};

}  // namespace

std::string ro_crate(Facts const& facts) {
    return Crate(facts).write();
}

}  // namespace vespa::uws

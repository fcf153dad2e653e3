#include "provenance/model.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "uws/instant.hpp"
#include "uws/phase.hpp"
#include "uws/xml.hpp"
#include "vespa/version.hpp"

namespace vespa::uws {
namespace {

using Type = ProvAttribute::Type;
using Kind = ProvElement::Kind;
using Link = ProvRelation::Kind;

/// The local part of a qualified name: letters, digits, _ - and points inside.
std::string local(std::string const& text) {
    std::string name = text;
    std::replace_if(
        name.begin(), name.end(),
        [](char byte) {
            return std::isalnum(static_cast<unsigned char>(byte)) == 0 && byte != '_' && byte != '-' &&
                   byte != '.';
        },
        '_');
    while (name.ends_with('.'))
        name.back() = '_';
    return name;
}

/// Attributes in the order in which PROV-XML wants them: label, location, role, type, value, others.
int rank_of(ProvAttribute const& attribute) {
    constexpr std::string_view order[] = {"prov:label", "prov:location", "prov:role", "prov:type",
                                          "prov:value"};
    auto const* const found = std::find(std::begin(order), std::end(order), attribute.name);
    return static_cast<int>(found - std::begin(order));
}

class Model {
  public:
    explicit Model(Facts const& facts) : facts_(facts), job_(facts.job), code_(facts.description) {}

    ProvDocument build() {
        std::string const base = base_to_come;
        document_.prefixes = {{"prov", "http://www.w3.org/ns/prov#"},
                              {"xsd", "http://www.w3.org/2001/XMLSchema#"},
                              {"voprov", "http://www.ivoa.net/documents/ProvenanceDM/index.html#"},
                              {"foaf", "http://xmlns.com/foaf/0.1/"},
                              {"uws", "http://www.ivoa.net/xml/UWS/v1.1#"},
                              {"vespa", "urn:vespa-hpc:provenance:1#"},
                              {"opus_user", base + "/user/"},
                              {"opus_store", base + "/store?ID="},
                              {"opus_job", base + "/provsap?ID="},
                              {"opus_jdl", base + "/jdl/"}};
        activity_ = "opus_job:j" + job_.id;
        activity();
        program();
        agents();
        parameters();
        inputs();
        results();
        return std::move(document_);
    }

  private:
    using Attributes = std::vector<ProvAttribute>;

    static void say(Attributes& attributes, char const* name, std::string const& value,
                    Type type = Type::text) {
        if (!value.empty()) attributes.push_back({name, to_xml_text(value), type});
    }
    void add(Kind kind, std::string id, Attributes attributes, std::string start = {}, std::string end = {}) {
        sort(attributes);
        document_.elements.push_back(
            {kind, std::move(id), std::move(start), std::move(end), std::move(attributes)});
    }
    void link(Link kind, std::string subject, std::string object, Attributes attributes = {},
              std::string plan = {}) {
        sort(attributes);
        document_.relations.push_back(
            {kind, std::move(subject), std::move(object), std::move(plan), std::move(attributes)});
    }
    static void sort(Attributes& attributes) {
        std::stable_sort(attributes.begin(), attributes.end(),
                         [](auto const& a, auto const& b) { return rank_of(a) < rank_of(b); });
    }
    static std::string time(std::optional<Instant> const& instant) {
        return instant ? to_text(*instant) : std::string();
    }
    std::string job_url() const { return std::string(base_to_come) + "/rest/" + code_.name + "/" + job_.id; }

    void activity() {
        Attributes said;
        say(said, "prov:label", code_.name);
        say(said, "prov:location", job_url());
        say(said, "prov:type", "voprov:Activity", Type::name);
        say(said, "uws:phase", std::string(phase_name(job_.phase)));
        say(said, "uws:runId", job_.run_id.value_or(""));
        say(said, "uws:creationTime", to_text(job_.created));
        say(said, "uws:executionDuration", std::to_string(job_.execution_duration), Type::number);
        if (job_.error) say(said, "uws:errorSummary", job_.error->message);
        say(said, "vespa:commandLine", facts_.command.empty() ? "" : nlohmann::json(facts_.command).dump());
        say(said, "vespa:ranks", std::to_string(job_.ranks), Type::number);
        say(said, "vespa:cores", std::to_string(job_.cores), Type::number);
        if (facts_.exit_code) say(said, "vespa:exitCode", std::to_string(*facts_.exit_code), Type::number);
        if (facts_.cpu_s) say(said, "vespa:cpuSeconds", nlohmann::json(*facts_.cpu_s).dump(), Type::real);
        for (auto const& host : facts_.hosts)
            say(said, "vespa:host", host);
        add(Kind::activity, activity_, said, time(job_.started), time(job_.ended));
    }

    void program() {
        Attributes said;
        say(said, "prov:label",
            code_.name + (facts_.program_version.empty() ? "" : " " + facts_.program_version));
        say(said, "prov:type", "prov:Plan", Type::name);
        say(said, "prov:type", "voprov:ActivityDescription", Type::name);
        say(said, "voprov:name", code_.name);
        say(said, "voprov:version", facts_.program_version);
        say(said, "voprov:type", code_.type);
        say(said, "voprov:subtype", code_.subtype);
        say(said, "voprov:description", code_.annotation);
        say(said, "voprov:doculink", code_.doculink);
        say(said, "vespa:revision", facts_.revision);
        say(said, "vespa:licence", code_.licence);
        for (auto const& citation : code_.citation)
            say(said, "vespa:citation", citation);
        plan_ = "opus_jdl:" + local(code_.name);
        add(Kind::entity, plan_, said);
    }

    void agents() {
        auto const owner = "opus_user:" + (job_.owner.empty() ? "anonymous" : "u_" + local(job_.owner));
        Attributes said;
        say(said, "prov:label", job_.owner.empty() ? "anonymous" : job_.owner);
        add(Kind::agent, owner, said);
        link(Link::associated, activity_, owner, {{"prov:role", "owner", Type::text}});

        Attributes server;
        say(server, "prov:label", std::string("vespa-uwsd ") + version);
        say(server, "prov:type", "prov:SoftwareAgent", Type::name);
        say(server, "vespa:version", version);
        say(server, "vespa:revision", revision);
        say(server, "vespa:host", facts_.server_host);
        add(Kind::agent, "vespa:uwsd", server);
        link(Link::associated, activity_, "vespa:uwsd", {{"prov:role", "server", Type::text}}, plan_);

        if (code_.contact_name.empty() && code_.contact_email.empty()) return;
        Attributes contact;
        say(contact, "prov:label", code_.contact_name.empty() ? code_.contact_email : code_.contact_name);
        say(contact, "foaf:name", code_.contact_name);
        say(contact, "foaf:mbox", code_.contact_email);
        add(Kind::agent, plan_ + "_contact", contact);
        link(Link::attributed, plan_, plan_ + "_contact", {{"prov:type", "voprov:contact", Type::name}});
    }

    void parameters() {
        int number = 0;
        for (auto const& given : job_.parameters) {
            if (given.is_file) continue;
            Attributes said;
            constexpr std::size_t longest_label = 25;
            auto label = given.name + " = " + given.value;
            if (label.size() > longest_label) label.resize(longest_label);
            say(said, "prov:label", label);
            say(said, "prov:type", "voprov:Parameter", Type::name);
            say(said, "prov:value", given.value);
            say(said, "voprov:name", given.name);
            if (auto const* known = code_.find(given.name)) describe(said, *known);
            auto const id =
                "opus_store:p" + job_.id + "_" + std::to_string(number++) + "_" + local(given.name);
            add(Kind::entity, id, said);
            link(Link::influenced, activity_, id, {{"prov:type", "voprov:WasConfiguredBy", Type::name}});
        }
    }

    static void describe(Attributes& said, Parameter const& parameter) {
        say(said, "voprov:datatype", datatype_name(parameter.datatype));
        say(said, "voprov:required", parameter.required ? "true" : "false");
        say(said, "voprov:default", parameter.default_value);
        say(said, "voprov:description", parameter.annotation);
        say(said, "voprov:unit", parameter.unit);
        say(said, "voprov:ucd", parameter.ucd);
        say(said, "voprov:min", parameter.min);
        say(said, "voprov:max", parameter.max);
    }

    void inputs() {
        int number = 0;
        for (auto const& input : facts_.inputs) {
            auto const id = "opus_store:" +
                            entity_id(job_.id, "in_" + std::to_string(number++) + "_" + local(input.role));
            Attributes said;
            say(said, "prov:label", std::filesystem::path(input.file).filename());
            if (input.role != "input") say(said, "prov:location", job_url() + "/parameters/" + input.role);
            say(said, "voprov:content_type", input.content_type);
            say(said, "vespa:sha256", input.sha256);
            say(said, "vespa:size", std::to_string(input.size), Type::number);
            add(Kind::entity, id, said);
            link(Link::used, activity_, id, {{"prov:role", to_xml_text(input.role), Type::text}});
        }
    }

    void results() {
        for (auto const& result : job_.results) {
            auto const id = "opus_store:" + entity_id(job_.id, local(result.id));
            Attributes said;
            say(said, "prov:label", std::filesystem::path(result.file).filename());
            say(said, "prov:location", job_url() + "/results/" + result.id);
            say(said, "voprov:content_type", result.content_type);
            say(said, "voprov:result_name", result.id);
            say(said, "vespa:sha256", result.sha256);
            say(said, "vespa:size", std::to_string(result.size), Type::number);
            add(Kind::entity, id, said);
            link(Link::generated, id, activity_, {{"prov:role", result.id, Type::text}});
        }
    }

    Facts const& facts_;
    Job const& job_;
    Description const& code_;
    ProvDocument document_;
    std::string activity_, plan_;
};

}  // namespace

std::string entity_id(std::string const& job, std::string const& name) {
    return "e" + job + "_" + name;
}

ProvDocument prov_document(Facts const& facts) {
    return Model(facts).build();
}

}  // namespace vespa::uws

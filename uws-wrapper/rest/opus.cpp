#include "rest/opus.hpp"

#include <nlohmann/json.hpp>

#include "codes/jdl.hpp"
#include "provenance/files.hpp"
#include "rest/routes.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

void answer_as(Call const& call, std::string_view type, std::string body, std::string const& file = {}) {
    http::Response response;
    response.headers.push_back({"Content-Type", std::string(type)});
    if (!file.empty())
        response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + file + "\""});
    response.body = std::move(body);
    answer(call, std::move(response));
}

std::string text_of(nlohmann::ordered_json const& json) {
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

/// The parts of an entity's id: a letter, the job's id, "_" and a name.
struct EntityId {
    std::string job, name;
};

EntityId parts_of(std::string const& id) {
    constexpr std::size_t job_digits = 32;
    auto const letter = id.empty() ? ' ' : id[0];
    std::size_t const first = letter == 'e' || letter == 'p' || letter == 'j' ? id.size() > job_digits : 0;
    EntityId parts{id.substr(first, job_digits), {}};
    if (id.size() > first + job_digits && id[first + job_digits] == '_')
        parts.name = id.substr(first + job_digits + 1);
    return parts;
}

/// "in_0_profile": what stands after the number.
std::string after_number(std::string const& name, std::size_t from) {
    auto const end = name.find_first_not_of("0123456789", from);
    return end == std::string::npos || end == from || name[end] != '_' ? std::string() : name.substr(end + 1);
}

std::string single(Call const& call, std::string_view name) {
    std::string value;
    int times = 0;
    for (auto const& field : call.target.query)
        if (http::same_name(field.name, name)) {
            value = field.value;
            ++times;
        }
    if (times > 1) throw Refusal(400, std::string(name) + " is given more than once");
    return value;
}

void only(Call const& call, std::string_view name, std::initializer_list<std::string_view> allowed) {
    auto const value = single(call, name);
    std::string list;
    for (auto const word : allowed) {
        if (value.empty() || http::same_name(value, word)) return;
        list.append(list.empty() ? "" : ", ").append(word);
    }
    throw Refusal(400, std::string(name) + ": '" + value + "' is not offered; it can be " + list);
}

}  // namespace

void serve_jdl(CallPtr const& call) {
    call->allow({Method::get});
    nlohmann::ordered_json all = {{"jobnames", nlohmann::ordered_json::array()},
                                  {"details", nlohmann::ordered_json::object()}};
    for (auto const& [name, description] : call->here.codes) {
        if (!may_use_code(*call, name)) continue;
        all["jobnames"].push_back(name);
        all["details"][name] = jdl_json(jdl_of(description), true);
    }
    answer_as(*call, "application/json", text_of(all));
}

void serve_jdl(CallPtr const& call, Place const& place, std::string const& form) {
    call->allow({Method::get});
    auto const jdl = jdl_of(place.code);
    auto const& name = place.code.name;
    if (form == "votable")
        return answer_as(*call, "text/xml; charset=UTF-8", write_jdl_votable(jdl), name + "_vot.xml");
    if (form == "json") return answer_as(*call, "application/json", text_of(jdl_json(jdl, true)));
    if (form != "script") throw Refusal(404, "a description is served as votable, json or script");
    auto const script = jdl_text(jdl.header, "script");
    if (script.empty()) throw Refusal(404, name + " came without a script");
    answer_as(*call, "text/plain; charset=UTF-8", script, name + ".sh");
}

OpusTarget store_target(Call const& call) {
    call.allow({Method::get});
    auto const& path = call.target.path;
    auto const id = path.size() == 1 ? single(call, "ID") : path[1];
    if (id.empty()) throw Refusal(400, "ID: the id of an entity is missing");
    auto const [job, name] = parts_of(id);
    if (name.empty()) throw Refusal(404, "there is no entity '" + id + "' here");
    if (id[0] == 'p') return {job, {"parameters", after_number(name, 0)}};
    auto const input = name.starts_with("in_") ? after_number(name, 3) : std::string();
    if (!input.empty()) return {job, {"parameters", input}};
    return {job, {"results", name}};
}

OpusTarget provsap_target(Call const& call) {
    call.allow({Method::get});
    for (auto const& field : call.target.query) {
        bool known = false;
        for (auto const name : {"ID", "RESPONSEFORMAT", "MODEL", "DEPTH", "DIRECTION"})
            known = known || http::same_name(field.name, name);
        if (!known)
            throw Refusal(400,
                          field.name + " is not offered; ID, RESPONSEFORMAT, MODEL, DEPTH and DIRECTION are");
    }
    only(call, "MODEL", {"W3C"});
    only(call, "DEPTH", {"1"});
    only(call, "DIRECTION", {"BACK"});
    only(call, "RESPONSEFORMAT", {"PROV-SVG", "PROV-JSON", "PROV-XML", "PROV-N"});
    auto const id = single(call, "ID");
    if (id.empty()) throw Refusal(400, "ID: the id of a job or an entity is missing");
    // OPUS names a job CODE/ID too.
    auto const slash = id.rfind('/');
    auto const job = parts_of(slash == std::string::npos ? id : id.substr(slash + 1)).job;
    auto const format = single(call, "RESPONSEFORMAT");
    if (http::same_name(format, "PROV-JSON")) return {job, {"provjson"}};
    if (http::same_name(format, "PROV-XML")) return {job, {"provxml"}};
    return {job, {http::same_name(format, "PROV-N") ? "provn" : "provsvg"}};
}

void serve_provenance(CallPtr const& call, Place const& place, ProvenanceForm const& form) {
    call->allow({Method::get});
    Job const& job = place.entry->job;
    if (!is_final(job.phase)) throw Refusal(404, "provenance is written once the job has ended");
    auto text = read_provenance(form, call->here.jobs.folder_of(job), call->base);
    if (!text) throw Refusal(404, "there is no provenance of this job");
    http::Response response;
    response.headers = {
        {"Content-Type", std::string(form.media_type) + "; charset=UTF-8"},
        {"Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'"},
        {"Content-Disposition", std::string(form.name == "provsvg" ? "inline" : "attachment") +
                                    "; filename=\"" + job.id + "_" + std::string(form.file) + "\""}};
    response.body = std::move(*text);
    answer(*call, std::move(response));
}

}  // namespace vespa::uws

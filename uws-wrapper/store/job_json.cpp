#include "store/job_json.hpp"

#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>

#include "store/flat_json.hpp"

namespace vespa::uws {
namespace {

using Json = nlohmann::json;

/// Bytes that are not UTF-8 (in a message of a program) become U+FFFD rather than an error.
std::string text_of(Json const& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class Read>
void reading(Job const& job, char const* what, Read&& read) {
    try {
        read();
    } catch (Json::exception const& error) {
        throw StoreError("store: " + std::string(what) + " of job " + job.id + ": " + error.what());
    }
}

}  // namespace

std::string parameters_to_json(Job const& job) {
    Json list = Json::array();
    for (auto const& parameter : job.parameters) {
        Json item = {{"name", parameter.name}, {"value", parameter.value}};
        if (parameter.is_file) item["file"] = true;
        if (!parameter.content_type.empty()) item["type"] = parameter.content_type;
        list.push_back(std::move(item));
    }
    return text_of(list);
}

std::string results_to_json(Job const& job) {
    Json list = Json::array();
    for (auto const& result : job.results)
        list.push_back({{"id", result.id},
                        {"file", result.file},
                        {"type", result.content_type},
                        {"size", result.size},
                        {"sha256", result.sha256},
                        {"main", result.main}});
    return text_of(list);
}

std::string error_to_json(Job const& job) {
    if (!job.error) return {};
    return text_of({{"message", job.error->message},
                    {"detail", job.error->detail},
                    {"transient", job.error->transient}});
}

std::string kinship_to_json(Job const& job) {
    Json json = Json::object();
    if (!job.kin.parent.empty()) json.update({{"parent", job.kin.parent}, {"member", job.kin.member}});
    if (job.kin.members > 0) json.update({{"members", job.kin.members}, {"complete", job.kin.complete}});
    if (!job.kin.key.empty()) json.update({{"key", job.kin.key}, {"request", job.kin.request}});
    if (job.kin.provenance) json["provenance"] = true;
    return json.empty() ? std::string() : text_of(json);
}

void read_parameters(Job& job, std::string const& json) {
    FlatJson in(json);
    in.list([&] {
        JobParameter& parameter = job.parameters.emplace_back();
        in.object([&](std::string_view member) {
            if (member == "name")
                parameter.name = in.text();
            else if (member == "value")
                parameter.value = in.text();
            else if (member == "file")
                parameter.is_file = in.flag();
            else if (member == "type")
                parameter.content_type = in.text();
            else
                in.fail("an unknown member of a parameter");
        });
        if (parameter.name.empty()) in.fail("a parameter without a name");
    });
    in.end();
}

void read_results(Job& job, std::string const& json) {
    FlatJson in(json);
    in.list([&] {
        JobResult& result = job.results.emplace_back();
        in.object([&](std::string_view member) {
            if (member == "id")
                result.id = in.text();
            else if (member == "file")
                result.file = in.text();
            else if (member == "type")
                result.content_type = in.text();
            else if (member == "size")
                result.size = in.number();
            else if (member == "sha256")
                result.sha256 = in.text();
            else if (member == "main")
                result.main = in.flag();
            else
                in.fail("an unknown member of a result");
        });
        if (result.id.empty() || result.file.empty()) in.fail("a result without a name");
    });
    in.end();
}

void read_error(Job& job, std::string const& json) {
    if (json.empty()) return;
    reading(job, "error", [&] {
        auto const item = Json::parse(json);
        job.error = ErrorSummary{item.at("message"), item.at("detail"), item.at("transient")};
    });
}

void read_kinship(Job& job, std::string const& json) {
    if (json.empty()) return;
    FlatJson in(json);
    in.object([&](std::string_view member) {
        if (member == "parent")
            job.kin.parent = in.text();
        else if (member == "member")
            job.kin.member = static_cast<int>(std::min<std::uint64_t>(in.number(), INT_MAX));
        else if (member == "members")
            job.kin.members = static_cast<int>(std::min<std::uint64_t>(in.number(), INT_MAX));
        else if (member == "complete")
            job.kin.complete = in.flag();
        else if (member == "key")
            job.kin.key = in.text();
        else if (member == "request")
            job.kin.request = in.text();
        else if (member == "provenance")
            job.kin.provenance = in.flag();
        else
            in.fail("an unknown member of a kinship");
    });
    in.end();
}

}  // namespace vespa::uws

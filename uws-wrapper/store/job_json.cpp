#include "store/job_json.hpp"

#include <nlohmann/json.hpp>

#include "store/store.hpp"

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
    return json.empty() ? std::string() : text_of(json);
}

void read_parameters(Job& job, std::string const& json) {
    reading(job, "parameters", [&] {
        for (auto const& item : Json::parse(json))
            job.parameters.push_back(
                {item.at("name"), item.at("value"), item.value("file", false), item.value("type", "")});
    });
}

void read_results(Job& job, std::string const& json) {
    reading(job, "results", [&] {
        for (auto const& item : Json::parse(json))
            job.results.push_back({item.at("id"), item.at("file"), item.at("type"), item.at("size"),
                                   item.at("sha256"), item.at("main")});
    });
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
    reading(job, "kinship", [&] {
        auto const item = Json::parse(json);
        job.kin = {item.value("parent", ""),      item.value("member", 0), item.value("members", 0),
                   item.value("complete", false), item.value("key", ""),   item.value("request", "")};
    });
}

}  // namespace vespa::uws

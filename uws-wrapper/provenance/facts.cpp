#include "provenance/facts.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "access/safe_file.hpp"
#include "http/sha256.hpp"
#include "launch/records.hpp"
#include "launch/spec.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t largest_run_record = 1 << 20;

std::string bytes_of(OpenFile const& file, std::size_t most) {
    std::string text(std::min(most, static_cast<std::size_t>(file.status.st_size)), '\0');
    auto const got = ::pread(file.file.get(), text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

std::string sha256_of(OpenFile const& file) {
    http::Sha256 digest;
    constexpr std::size_t size = 256 * 1024;
    auto const block = std::make_unique_for_overwrite<char[]>(size);
    for (off_t at = 0;;) {
        auto const got = ::pread(file.file.get(), block.get(), size, at);
        if (got <= 0) break;
        digest.add({block.get(), static_cast<std::size_t>(got)});
        at += got;
    }
    return digest.finish();
}

void add_input(Facts& facts, JobFolder const& folder, std::filesystem::path const& base, InputFact input) {
    auto const file = open_below(base, input.file);
    if (!file) return;
    input.size = static_cast<std::uint64_t>(file->status.st_size);
    input.sha256 = sha256_of(*file);
    if (base == folder.work()) input.file = "../work/" + input.file;
    facts.inputs.push_back(std::move(input));
}

void gather_inputs(Facts& facts, JobFolder const& folder) {
    for (auto const& parameter : facts.job.parameters)
        if (parameter.is_file)
            add_input(facts, folder, folder.in(),
                      {parameter.name, parameter.value, parameter.content_type, "", 0});
    for (auto const& input : facts.description.launch.inputs)
        add_input(facts, folder, input.in_work ? folder.work() : folder.in(),
                  {"input", input.file, "text/plain", "", 0});
}

/// What the program says of its run: a courtesy, taken as far as it is what it should be.
void read_run_record(Facts& facts, JobFolder const& folder, std::string const& file) {
    auto const open = open_below(folder.work(), file);
    if (!open || open->status.st_size > static_cast<off_t>(largest_run_record)) return;
    auto const json = nlohmann::json::parse(bytes_of(*open, largest_run_record), nullptr, false);
    if (!json.is_object()) return;
    auto const text = [&](char const* member) {
        auto const found = json.find(member);
        return found != json.end() && found->is_string() ? to_xml_text(found->get<std::string>())
                                                         : std::string();
    };
    if (auto version = text("version"); !version.empty()) facts.program_version = version;
    if (auto revision = text("revision"); !revision.empty()) facts.revision = revision;
    auto const hosts = json.find("hosts");
    if (hosts == json.end() || !hosts->is_array()) return;
    for (auto const& host : *hosts)
        if (host.is_object() && host.contains("name") && host["name"].is_string())
            facts.hosts.push_back(to_xml_text(host["name"].get<std::string>()));
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? to_xml_text(name.data()) : std::string();
}

}  // namespace

Facts gather_facts(Job job, Description description, JobFolder const& folder) {
    Facts facts;
    facts.job = std::move(job);
    facts.description = std::move(description);
    facts.program_version = facts.description.version;
    facts.server_host = host_name();
    gather_inputs(facts, folder);
    try {
        for (auto const& argument : read_spec(folder).argv)
            facts.command.push_back(to_xml_text(argument));
        if (auto const exit = read_exit_record(folder)) {
            facts.exit_code = exit->exit_code;
            facts.cpu_s = exit->user_s + exit->system_s;
        }
    } catch (std::exception const&) {
        // a folder that was damaged: its job has an error that says so
    }
    for (auto const& result : facts.job.results)
        if (result.file.ends_with(".run.json")) read_run_record(facts, folder, result.file);
    return facts;
}

}  // namespace vespa::uws

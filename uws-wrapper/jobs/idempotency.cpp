#include "jobs/idempotency.hpp"

#include <algorithm>
#include <vector>

#include "http/message.hpp"
#include "http/sha256.hpp"
#include "http/spooled_file.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t longest_key = 200;

std::string in_lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Each text with its length in front: no two lists of texts give the same bytes.
void add(http::Sha256& digest, std::string const& text) {
    digest.add(std::to_string(text.size()) + ":" + text);
}

}  // namespace

std::string fingerprint_of(Controls const& controls) {
    std::vector<std::vector<std::string>> fields;
    if (controls.phase) fields.push_back({"phase", *controls.phase});
    if (controls.run_id) fields.push_back({"runid", *controls.run_id});
    if (controls.destruction) fields.push_back({"destruction", to_text(*controls.destruction)});
    if (controls.execution_duration)
        fields.push_back({"executionduration", std::to_string(*controls.execution_duration)});
    if (controls.clone) fields.push_back({"clone", *controls.clone});
    for (auto const& axis : controls.sweep)
        fields.push_back({"sweep", axis});
    for (auto const& field : controls.parameters)
        fields.push_back({in_lower_case(field.name), field.value, field.file_name,
                          field.file ? field.file->sha256() : std::string()});
    std::sort(fields.begin(), fields.end());
    http::Sha256 digest;
    for (auto const& field : fields) {
        add(digest, std::to_string(field.size()));
        for (auto const& text : field)
            add(digest, text);
    }
    return digest.finish();
}

void IdempotencyKeys::add(Job const& job) {
    if (!job.kin.key.empty()) ids_.insert_or_assign({job.owner, job.code, job.kin.key}, job.id);
}

void IdempotencyKeys::remove(Job const& job) {
    auto const found = ids_.find({job.owner, job.code, job.kin.key});
    if (found != ids_.end() && found->second == job.id) ids_.erase(found);
}

std::string IdempotencyKeys::find(std::string const& owner, std::string const& code,
                                  std::string const& key) const {
    auto const found = ids_.find({owner, code, key});
    return found == ids_.end() ? std::string() : found->second;
}

void check_idempotency_key(std::string const& key) {
    bool const visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (key.empty() || key.size() > longest_key || !visible)
        throw http::Refusal(400, "an Idempotency-Key has 1 to 200 visible ASCII characters");
}

}  // namespace vespa::uws

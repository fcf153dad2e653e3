#include "access/personal_tokens.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/secrets.hpp"
#include "http/message.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

Instant instant_of(std::int64_t ms) {
    return Instant(std::chrono::milliseconds(ms));
}

std::string to_json(PersonalToken const& token) {
    return json{{"id", token.id},
                {"owner", token.owner},
                {"label", token.label},
                {"created_ms", token.created.time_since_epoch().count()}}
        .dump();
}

}  // namespace

void PersonalTokens::take_in(Record const& record) {
    json const value = json::parse(record.value);
    PersonalToken token{value.at("id"), value.at("owner"), value.at("label"),
                        instant_of(value.at("created_ms")), record.expires.value_or(Instant::max())};
    fingerprints_of_[token.owner].push_back(record.key);
    by_fingerprint_.emplace(record.key, std::move(token));
}

PersonalTokens::Made PersonalTokens::make(std::string const& owner, std::string label, Instant expires,
                                          Done done) {
    if (of(owner).size() >= most_of_one)
        throw http::Refusal(403, "you have " + std::to_string(most_of_one) +
                                     " tokens, which is the most: revoke one that is not used any more");
    Made made;
    made.secret = "vespa_" + random_text(32);
    made.token = {random_text(12), owner, std::move(label), now(), expires};
    std::string const key = fingerprint(made.secret);
    by_fingerprint_.emplace(key, made.token);
    fingerprints_of_[owner].push_back(key);
    keeper_.write({table, key, to_json(made.token), expires}, std::move(done));
    return made;
}

bool PersonalTokens::revoke(std::string const& owner, std::string const& id, Done done) {
    auto const mine = fingerprints_of_.find(owner);
    if (mine == fingerprints_of_.end()) return false;
    auto& keys = mine->second;
    auto const found = std::find_if(keys.begin(), keys.end(),
                                    [&](std::string const& key) { return by_fingerprint_.at(key).id == id; });
    if (found == keys.end()) return false;
    keeper_.write({table, *found, {}, {}}, std::move(done));
    by_fingerprint_.erase(*found);
    keys.erase(found);
    return true;
}

std::optional<PersonalToken> PersonalTokens::find(std::string_view secret) const {
    // A look-up by fingerprint tells by its time nothing about the secret.
    auto const found = by_fingerprint_.find(fingerprint(secret));
    if (found == by_fingerprint_.end() || found->second.expires <= now()) return std::nullopt;
    return found->second;
}

std::vector<PersonalToken> PersonalTokens::of(std::string const& owner) const {
    std::vector<PersonalToken> tokens;
    auto const mine = fingerprints_of_.find(owner);
    if (mine == fingerprints_of_.end()) return tokens;
    for (auto const& key : mine->second)
        if (auto const& token = by_fingerprint_.at(key); token.expires > now()) tokens.push_back(token);
    std::sort(tokens.begin(), tokens.end(),
              [](auto const& a, auto const& b) { return a.created < b.created; });
    return tokens;
}

}  // namespace vespa::uws

#include "access/sessions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/secrets.hpp"

namespace vespa::uws {

using nlohmann::json;

void Sessions::take_in(Record const& record) {
    json const value = json::parse(record.value);
    Session session{value.at("owner"), record.expires.value_or(Instant::min()),
                    value.at("by_personal_token")};
    auto& keys = fingerprints_of_[session.owner];
    by_fingerprint_.emplace(record.key, session);
    keys.insert(std::upper_bound(keys.begin(), keys.end(), session.expires,
                                 [this](Instant expires, std::string const& key) {
                                     return expires < by_fingerprint_.at(key).expires;
                                 }),
                record.key);
}

std::string Sessions::begin(std::string const& owner, bool by_personal_token, Done done) {
    auto& keys = fingerprints_of_[owner];
    while (keys.size() >= most_of_one)
        forget(std::string(keys.front()), {});
    std::string const secret = random_text(32);
    std::string const key = fingerprint(secret);
    Session const session{owner, now() + lifetime_, by_personal_token};
    by_fingerprint_.emplace(key, session);
    keys.push_back(key);
    json const value = {{"owner", owner}, {"by_personal_token", by_personal_token}};
    keeper_.write({table, key, value.dump(), session.expires}, std::move(done));
    return secret;
}

void Sessions::forget(std::string const& key, Done done) {
    auto const found = by_fingerprint_.find(key);
    if (found == by_fingerprint_.end()) {
        if (done) done("");
        return;
    }
    auto& keys = fingerprints_of_[found->second.owner];
    keys.erase(std::remove(keys.begin(), keys.end(), key), keys.end());
    by_fingerprint_.erase(found);
    keeper_.write({table, key, {}, {}}, std::move(done));
}

void Sessions::end(std::string_view secret, Done done) {
    forget(fingerprint(secret), std::move(done));
}

std::optional<Session> Sessions::find(std::string_view secret) const {
    auto const found = by_fingerprint_.find(fingerprint(secret));
    if (found == by_fingerprint_.end() || found->second.expires <= now()) return std::nullopt;
    return found->second;
}

}  // namespace vespa::uws

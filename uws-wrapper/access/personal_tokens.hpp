#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/record_keeper.hpp"
#include "uws/instant.hpp"

namespace vespa::uws {

/// A secret by which programs of a user show who they work for. Only its fingerprint is kept.
struct PersonalToken {
    std::string id;  ///< 16 characters, no secret
    std::string owner, label;
    Instant created{}, expires{};
};

/// The personal tokens of everybody. Lives in the loop's thread.
class PersonalTokens {
  public:
    static constexpr char const* table = "token";
    static constexpr std::size_t most_of_one = 50;  ///< tokens that one owner may have
    using Done = RecordKeeper::Done;

    explicit PersonalTokens(RecordKeeper& keeper) : keeper_(keeper) {}
    void take_in(Record const& record);

    struct Made {
        PersonalToken token;
        std::string secret;  ///< "vespa_" and 256 random bits; told once, to its owner
    };
    /// Throws Refusal 403 if the owner has as many as anybody may have.
    Made make(std::string const& owner, std::string label, Instant expires, Done done);
    /// False if the owner has no such token. It is not valid any more from now on.
    bool revoke(std::string const& owner, std::string const& id, Done done);
    /// Nothing if there is no such token, or not any more.
    std::optional<PersonalToken> find(std::string_view secret) const;
    /// Those of an owner that have not expired, oldest first.
    std::vector<PersonalToken> of(std::string const& owner) const;

  private:
    RecordKeeper& keeper_;
    std::unordered_map<std::string, PersonalToken> by_fingerprint_;
    std::map<std::string, std::vector<std::string>> fingerprints_of_;  ///< of each owner
};

}  // namespace vespa::uws

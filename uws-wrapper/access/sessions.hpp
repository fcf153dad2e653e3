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

/// A browser that somebody has signed in with.
struct Session {
    std::string owner;
    Instant expires{};
    bool by_personal_token = false;  ///< signed in with one
};

/// The signed-in browsers. A browser holds the secret in a cookie, the server its fingerprint only. Lives in
/// the loop's thread.
class Sessions {
  public:
    static constexpr char const* table = "session";
    static constexpr std::size_t most_of_one = 20;  ///< of one owner; the oldest goes when another comes
    using Done = RecordKeeper::Done;

    Sessions(RecordKeeper& keeper, std::chrono::seconds lifetime) : keeper_(keeper), lifetime_(lifetime) {}
    void take_in(Record const& record);

    /// \return the secret
    std::string begin(std::string const& owner, bool by_personal_token, Done done);
    void end(std::string_view secret, Done done);
    /// Nothing if there is no such session, or not any more.
    std::optional<Session> find(std::string_view secret) const;
    std::chrono::seconds lifetime() const { return lifetime_; }

  private:
    void forget(std::string const& key, Done done);

    RecordKeeper& keeper_;
    std::chrono::seconds lifetime_;
    std::unordered_map<std::string, Session> by_fingerprint_;
    std::map<std::string, std::vector<std::string>> fingerprints_of_;  ///< of each owner, oldest first
};

}  // namespace vespa::uws

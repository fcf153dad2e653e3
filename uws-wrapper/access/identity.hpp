#pragma once
#include <memory>
#include <string>

#include "http/message.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// Who sends a request.
struct Identity {
    std::string owner;  ///< as in Job::owner; empty = anonymous
    bool admin = false;
};

/// Tells who sends a request.
class Authenticator {
  public:
    virtual ~Authenticator() = default;
    /// Throws Refusal 401 for credentials that are wrong.
    virtual Identity identify(http::Request const& request) = 0;
};

/// Everybody is a guest; credentials are not looked at.
std::unique_ptr<Authenticator> make_guest_authenticator();

/// Whether the sender may see and change the job and everything below it. A guest's job belongs to whoever
/// knows its id.
bool may_use(Identity const& identity, Job const& job);

/// Whether a job list of the sender holds the job.
bool may_list(Identity const& identity, Job const& job);

}  // namespace vespa::uws

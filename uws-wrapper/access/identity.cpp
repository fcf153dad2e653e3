#include "access/identity.hpp"

namespace vespa::uws {
namespace {

class GuestAuthenticator : public Authenticator {
  public:
    Identity identify(http::Request const&) override { return {}; }
};

}  // namespace

std::unique_ptr<Authenticator> make_guest_authenticator() {
    return std::make_unique<GuestAuthenticator>();
}

bool may_use(Identity const& identity, Job const& job) {
    return job.owner.empty() || identity.admin || identity.owner == job.owner;
}

bool may_list(Identity const& identity, Job const& job) {
    return identity.admin || identity.owner == job.owner;
}

}  // namespace vespa::uws

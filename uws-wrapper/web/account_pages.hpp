#pragma once
#include <string>
#include <utility>
#include <vector>

#include "access/identity.hpp"
#include "access/personal_tokens.hpp"
#include "access/quotas.hpp"
#include "web/pages.hpp"

namespace vespa::uws {

/// With whom one may sign in.
struct SignInChoices {
    std::vector<std::pair<std::string, std::string>> providers;  ///< name and title
    std::string return_to;                                       ///< path to come back to
    std::string why;  ///< why this page is shown; empty = it was asked for
};
std::string sign_in_page(Site const& site, SignInChoices const& choices);

/// What a user is told about themselves.
struct AccountFacts {
    Identity sender;
    std::vector<PersonalToken> tokens;
    Quota quota;
    Quotas::Tally tally;
    double core_hours = 0;
};
std::string account_page(Site const& site, AccountFacts const& facts);

/// Shows a new token, this once.
std::string new_token_page(Site const& site, PersonalToken const& token, std::string const& secret);

}  // namespace vespa::uws

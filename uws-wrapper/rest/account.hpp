#pragma once
// Who somebody is: signing in and out, personal tokens, accounts.
#include <string>

#include "rest/call.hpp"

namespace vespa::uws {

/// GET: the page to sign in on, or (JSON) with whom one may. POST of user and token: a session.
void serve_sign_in(CallPtr const& call);
/// sign-in/PROVIDER: leads the browser to the provider.
void serve_sign_in_there(CallPtr const& call, std::string const& provider);
/// sign-in/PROVIDER/callback: where the provider sends it back to.
void serve_sign_in_callback(CallPtr const& call, std::string const& provider);
/// POST ends the session.
void serve_sign_out(CallPtr const& call);

/// Who the sender is and what they may have: a page or JSON.
void serve_account(CallPtr const& call);
/// GET: the sender's tokens (JSON). POST of LABEL and DAYS: a new one, told once.
void serve_tokens(CallPtr const& call);
/// DELETE, or POST of ACTION=DELETE: the token is not valid any more.
void serve_token(CallPtr const& call, std::string const& id);
/// What everybody has used, tab-separated; FROM and TO are days.
void serve_accounting(CallPtr const& call);

/// The page to sign in on, shown instead of a refusal. \param why empty = nothing went wrong
std::string sign_in_page(Call const& call, std::string const& why);

void answer_json(Call const& call, std::string text, int status = 200);

}  // namespace vespa::uws

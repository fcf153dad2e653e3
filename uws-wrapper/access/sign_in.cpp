#include "access/sign_in.hpp"

#include <algorithm>

#include "access/secrets.hpp"
#include "http/message.hpp"

namespace vespa::uws {

using http::Refusal;

std::vector<Provider*> SignIn::offered() const {
    std::vector<Provider*> offered;
    for (auto const& provider : providers_)
        if (provider->settings().sign_in) offered.push_back(provider.get());
    return offered;
}

Provider& SignIn::provider(std::string const& name) const {
    for (auto* const provider : offered())
        if (provider->settings().name == name) return *provider;
    throw Refusal(404, "there is no provider '" + name + "' to sign in with");
}

void SignIn::begin(std::string const& name, std::string redirect_uri, std::string return_to,
                   std::function<void(Begun)> then) {
    Provider& to = provider(name);
    std::string const browser = random_text(32);
    UnderWay leaving{name,
                     fingerprint(browser),
                     std::move(return_to),
                     {random_text(24), random_text(24), random_text(48), std::move(redirect_uri)},
                     now() + patience};
    while (!under_way_.empty() && (under_way_.front().until <= now() || under_way_.size() >= most_under_way))
        under_way_.pop_front();
    under_way_.push_back(leaving);
    to.begin(leaving.attempt, [browser, then = std::move(then)](std::string url, std::string why) {
        then({std::move(url), browser, std::move(why)});
    });
}

void SignIn::finish(std::string const& name, Callback const& callback,
                    std::function<void(Verdict, std::string)> then) {
    Provider& from = provider(name);
    auto const found = std::find_if(under_way_.begin(), under_way_.end(), [&](UnderWay const& one) {
        return same_secret(one.attempt.state, callback.state);
    });
    if (found == under_way_.end() || found->until <= now() || found->provider != name ||
        !same_secret(found->browser_fingerprint, fingerprint(callback.browser)))
        throw Refusal(400, "this sign-in was not begun in this browser, or too long ago: begin again");
    UnderWay const back = *found;
    under_way_.erase(found);  // a state counts once
    // RFC 9207: the answer of another provider must not be taken for this one's.
    if (!callback.issuer.empty() && callback.issuer != from.settings().issuer)
        throw Refusal(400, "the answer is of another provider");
    if (!callback.error.empty() || callback.code.empty())
        return then({{},
                     from.settings().title + " did not sign you in: " +
                         (callback.error.empty() ? "it sent no code" : callback.error),
                     false},
                    back.return_to);
    from.finish(back.attempt, callback.code, [then = std::move(then), back](Verdict verdict) {
        then(std::move(verdict), back.return_to);
    });
}

}  // namespace vespa::uws

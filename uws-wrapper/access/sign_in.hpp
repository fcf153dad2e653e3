#pragma once
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "access/oidc/provider.hpp"

namespace vespa::uws {

/// The browsers that are on their way to a provider and back. Lives in the loop's thread.
class SignIn {
  public:
    static constexpr std::size_t most_under_way = 10'000;  ///< the oldest goes when another comes
    static constexpr std::chrono::minutes patience{10};

    explicit SignIn(std::vector<std::unique_ptr<Provider>> const& providers) : providers_(providers) {}

    /// Those that are offered.
    std::vector<Provider*> offered() const;
    /// Throws Refusal 404.
    Provider& provider(std::string const& name) const;

    struct Begun {
        std::string url;      ///< where the browser is sent to; empty: why not
        std::string browser;  ///< secret for a cookie: who comes back must be who went
        std::string why;
    };
    /// \param return_to a path of this server, where the browser is led in the end
    void begin(std::string const& provider, std::string redirect_uri, std::string return_to,
               std::function<void(Begun)> then);

    /// What the provider sends the browser back with.
    struct Callback {
        std::string state, code, issuer, error;
        std::string browser;  ///< of the cookie
    };
    /// Throws Refusal 400 if nobody went with that state from this browser to this provider.
    void finish(std::string const& provider, Callback const& callback,
                std::function<void(Verdict, std::string return_to)> then);

  private:
    struct UnderWay {
        std::string provider, browser_fingerprint, return_to;
        Provider::Attempt attempt;
        Instant until;
    };
    std::vector<std::unique_ptr<Provider>> const& providers_;
    std::list<UnderWay> under_way_;  ///< oldest first
};

}  // namespace vespa::uws

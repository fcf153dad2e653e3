#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "access/trusted_proxies.hpp"
#include "http/message.hpp"

namespace vespa::uws {

/// Under which URL the server is known, and which requests it takes for its own.
class PublicBase {
  public:
    /// \param public_url such as "https://example.org/vespa"; empty = "http://" and the Host header of each
    /// request. Throws
    ///                   BadUrl unless it is an http or https URL without user, query and fragment
    /// \param loopback   the server listens on a loopback address: then only loopback names are taken as
    /// Host, besides
    ///                   public_url's, so that no foreign name bound to 127.0.0.1 reads jobs through a
    ///                   browser
    PublicBase(std::string public_url, bool loopback);

    /// The absolute URL that all others begin with, without a slash at its end. Throws Refusal 400 without a
    /// usable Host, 403 for one that is not ours.
    /// \param front what a trusted proxy says that the client has used; counts without a public URL only
    std::string base_of(http::Request const& request,
                        std::optional<TrustedProxies::Front> const& front = {}) const;

    /// The path of the public URL, "" or "/vespa": proxies may leave it on the requests.
    std::string const& path() const { return path_; }

    /// Throws Refusal 403 if the request comes from the page of another site (its Origin is not `base`, as
    /// base_of() gave it): it would be carried out with the rights of a user who never saw it.
    static void check_origin(http::Request const& request, std::string_view base);

    /// The same for a request that a cookie vouches for, which a browser sends along whoever asks it to:
    /// throws Refusal 403 unless it comes from one of our own pages (its Origin is ours) or carries
    /// X-Requested-With, a header that no other site can make a browser send.
    static void check_cookie_origin(http::Request const& request, std::string_view base);

  private:
    std::string public_url_, host_, path_;
    bool loopback_;
};

/// A public URL that cannot be used; what() says why.
class BadUrl : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace vespa::uws

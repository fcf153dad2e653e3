#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vespa::uws {

class Loop;

/// One request to a provider.
struct Fetch {
    std::string url;
    std::optional<std::vector<std::pair<std::string, std::string>>> form;  ///< POSTed if given
    std::string bearer;                  ///< access token to show; empty = none
    std::string user, password;          ///< HTTP Basic; empty user = none
    std::filesystem::path ca_file = {};  ///< to trust beside the system's; empty = none
};

struct Fetched {
    int status = 0;  ///< 0 = there was no answer
    std::string body;
    std::string failure;  ///< why there was none
};

/// Asks other servers, from the loop's thread without holding it up.
class Fetcher {
  public:
    virtual ~Fetcher() = default;
    /// `then` is called in the loop's thread, always later.
    virtual void fetch(Fetch request, std::function<void(Fetched)> then) = 0;
};

/// By libcurl in threads of its own: https, and http to loopback addresses; no redirects; answers up to 1
/// MiB, within 10 s.
std::unique_ptr<Fetcher> make_fetcher(Loop& loop);

}  // namespace vespa::uws

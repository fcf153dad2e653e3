#pragma once
#include <map>
#include <string>
#include <tuple>

#include "uws/job.hpp"
#include "uws/requests.hpp"

namespace vespa::uws {

/// SHA-256 of what a creating request asks: controls, parameters in any order, the bytes of uploads.
std::string fingerprint_of(Controls const& controls);

/// Which job was made under which Idempotency-Key. The key of one owner and code is not that of another.
class IdempotencyKeys {
  public:
    void add(Job const& job);
    void remove(Job const& job);
    /// Id of the job made under the key; empty if there is none.
    std::string find(std::string const& owner, std::string const& code, std::string const& key) const;

  private:
    std::map<std::tuple<std::string, std::string, std::string>, std::string> ids_;
};

/// Throws Refusal 400 unless the key has 1 to 200 visible ASCII characters.
void check_idempotency_key(std::string const& key);

}  // namespace vespa::uws

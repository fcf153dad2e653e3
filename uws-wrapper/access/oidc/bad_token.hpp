#pragma once
#include <stdexcept>

namespace vespa::uws {

/// A token, key or answer of a provider that cannot be believed; what() says why, without the token itself.
class BadToken : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace vespa::uws

#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace vespa::record::detail {

/// Encodes a stream of bytes in lines of 76 characters (RFC 2045).
class Base64 {
  public:
    /// \return the lines that are full by now
    std::string add(std::span<std::byte const> bytes);
    /// \return the rest
    std::string end();

  private:
    std::vector<std::byte> waiting_;  ///< less than a line
};

}  // namespace vespa::record::detail

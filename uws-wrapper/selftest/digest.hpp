#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vespa::selftest {

/// SHA-256 (FIPS 180-4) in plain steps: this program starts with every trivial job, and a library of ciphers
/// takes longer to load than the job to run.
class Digest {
  public:
    void add(std::string_view bytes);
    /// Lower-case hexadecimal; nothing may be added after.
    std::string finish();

  private:
    void take(unsigned char const* block);

    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> rest_{};  ///< what does not fill a block yet
    std::uint64_t size_ = 0;                ///< bytes so far
};

}  // namespace vespa::selftest

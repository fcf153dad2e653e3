#include "core/record/checksum.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "core/errors/bad_input.hpp"

namespace vespa::record {
namespace {

class Sha256 {
  public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        check(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(void const* data, std::size_t size) { check(EVP_DigestUpdate(context_.get(), data, size) == 1); }

    std::string finish() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned length = 0;
        check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length) == 1);
        std::string text;
        for (unsigned k = 0; k < length; ++k) {
            text += "0123456789abcdef"[digest[k] >> 4];
            text += "0123456789abcdef"[digest[k] & 15];
        }
        return text;
    }

  private:
    static void check(bool succeeded) {
        if (!succeeded) throw std::runtime_error("OpenSSL refuses to compute SHA-256");
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256_of(std::span<std::byte const> bytes) {
    Sha256 sum;
    sum.add(bytes.data(), bytes.size());
    return sum.finish();
}

std::string sha256_of(std::string_view text) {
    return sha256_of(std::as_bytes(std::span(text)));
}

std::string sha256_of_file(std::filesystem::path const& path) {
    auto const failed = [&] {
        return BadInput("cannot be read: " + std::generic_category().message(errno), path.string());
    };
    std::ifstream file(path, std::ios::binary);
    if (!file) throw failed();
    Sha256 sum;
    std::vector<char> piece(std::size_t{1} << 20);
    do {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sum.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    } while (file);
    // A folder opens and does not read.
    if (file.bad()) throw failed();
    return sum.finish();
}

}  // namespace vespa::record

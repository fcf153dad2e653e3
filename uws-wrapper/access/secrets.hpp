#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws {

/// Base64 with - and _ and without padding (RFC 4648, 5).
std::string to_base64url(std::string_view bytes);
/// Nothing if the text is not exactly what to_base64url() writes.
std::optional<std::string> from_base64url(std::string_view text);
/// Padded Base64 (RFC 4648, 4), as HTTP Basic has it. Nothing if malformed.
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64(std::string_view bytes);

/// Random bytes from the kernel, in Base64url; 32 bytes cannot be guessed.
std::string random_text(std::size_t bytes);

/// The 32 bytes of the SHA-256.
std::string sha256_of(std::string_view bytes);
/// 64 hex digits: what is kept of a secret that only its owner may know.
std::string fingerprint(std::string_view secret);

/// Whether two texts are the same, in a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace vespa::uws

#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws {

/// "90 s", "15 min", "12 h", "30 d": a whole number and a unit, the blank may be left out. Nothing if it is
/// anything else or too large.
std::optional<std::chrono::seconds> duration_of(std::string_view text);

/// "500 kB" (1000), "32 MiB" (1024²), "2 GiB", "1 TB", "12 B". Nothing if it is anything else or too large.
std::optional<std::uint64_t> bytes_of_text(std::string_view text);

/// In the largest unit that divides it: "90 s", "15 min".
std::string text_of(std::chrono::seconds duration);

}  // namespace vespa::uws

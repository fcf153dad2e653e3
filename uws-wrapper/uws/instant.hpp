#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws {

/// A point in time as the protocol knows it: UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

Instant now();

/// "2026-05-04T09:15:02.114Z".
std::string to_text(Instant instant);

/// Reads ISO 8601 in extended (2026-05-04T09:15:02.114) or basic (20260504T091502) form, from a year alone to
/// a fraction of a second (cut to milliseconds), T or a blank before the time, with or without Z after it.
/// Nothing for a numeric zone offset, an impossible date or anything else.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace vespa::uws

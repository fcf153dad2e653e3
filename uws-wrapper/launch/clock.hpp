#pragma once
#include <chrono>
#include <string>

namespace vespa::uws {

/// "2026-05-04T09:17:40.532Z", the form of UWS documents.
std::string utc_text(std::chrono::system_clock::time_point instant);

}  // namespace vespa::uws

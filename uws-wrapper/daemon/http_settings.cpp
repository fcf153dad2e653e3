#include "daemon/http_settings.hpp"

namespace vespa::uws {

HttpSettings read_http_settings(Settings const& settings) {
    using namespace std::chrono_literals;
    HttpSettings http;
    http::Limits& limits = http.limits;
    auto const count = [&](char const* key, std::size_t otherwise, std::int64_t least, std::int64_t most) {
        return static_cast<std::size_t>(
            settings.whole(key, static_cast<std::int64_t>(otherwise), least, most));
    };
    limits.connections = count("connections", limits.connections, 1, 1'000'000);
    limits.per_address = count("connections-per-address", limits.per_address, 0, 1'000'000);
    limits.form = static_cast<std::size_t>(settings.bytes("largest-form", limits.form));
    limits.idle = settings.duration("idle", limits.idle, 1s, 1h);
    limits.head = settings.duration("head", limits.head, 1s, 1h);
    limits.stall = settings.duration("stall", limits.stall, 1s, 1h);
    limits.grace = settings.duration("grace", limits.grace, 1s, 1h);
    limits.slowest = settings.bytes("slowest", limits.slowest);
    http.accel = settings.text("accel", "");
    if (!http.accel.empty() && (http.accel.front() != '/' || http.accel.back() == '/'))
        settings.refuse("accel", "must be a path such as \"/protected\"");
    settings.finish();
    return http;
}

}  // namespace vespa::uws

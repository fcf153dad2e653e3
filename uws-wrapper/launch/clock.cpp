#include "launch/clock.hpp"

#include <cstdio>
#include <ctime>

namespace vespa::uws {

std::string utc_text(std::chrono::system_clock::time_point instant) {
    auto const whole = std::chrono::floor<std::chrono::milliseconds>(instant);
    auto const seconds = std::chrono::floor<std::chrono::seconds>(whole);
    std::time_t const time = std::chrono::system_clock::to_time_t(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[64];
    auto const length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>((whole - seconds).count()));
    return text;
}

}  // namespace vespa::uws

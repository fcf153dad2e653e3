#include "settings/quantity.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace vespa::uws {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t size;
};

constexpr std::array<Unit, 4> times = {{{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}};
constexpr std::array<Unit, 9> sizes = {{{"B", 1},
                                        {"kB", 1000},
                                        {"MB", 1000'000},
                                        {"GB", 1000'000'000},
                                        {"TB", 1000'000'000'000},
                                        {"KiB", 1ULL << 10},
                                        {"MiB", 1ULL << 20},
                                        {"GiB", 1ULL << 30},
                                        {"TiB", 1ULL << 40}}};

/// Number times unit; nothing if it is above `most`.
std::optional<std::uint64_t> quantity(std::string_view text, std::span<Unit const> units,
                                      std::uint64_t most) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    for (auto const& unit : units)
        if (text == unit.name && number <= most / unit.size) return number * unit.size;
    return std::nullopt;
}

}  // namespace

std::optional<std::chrono::seconds> duration_of(std::string_view text) {
    auto const seconds = quantity(text, times, std::numeric_limits<std::int32_t>::max());
    if (!seconds) return std::nullopt;
    return std::chrono::seconds(*seconds);
}

std::optional<std::uint64_t> bytes_of_text(std::string_view text) {
    return quantity(text, sizes, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}

std::string text_of(std::chrono::seconds duration) {
    auto const seconds = static_cast<std::uint64_t>(duration.count());
    for (auto const& unit : times)
        if (seconds >= unit.size && seconds % unit.size == 0)
            return std::to_string(seconds / unit.size) + " " + std::string(unit.name);
    return "0 s";
}

}  // namespace vespa::uws

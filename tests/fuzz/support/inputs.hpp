#pragma once
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace vespa::fuzz {

/// A folder of this process for readers that want files, in memory where the system has such a place.
inline std::filesystem::path const& folder() {
    static std::filesystem::path const made = [] {
        std::error_code error;
        auto const memory = std::filesystem::path("/dev/shm");
        auto const base =
            std::filesystem::is_directory(memory, error) ? memory : std::filesystem::temp_directory_path();
        auto const path = base / ("vespa-fuzz-" + std::to_string(getpid()));
        std::filesystem::create_directories(path);
        return path;
    }();
    return made;
}

inline std::filesystem::path write_file(std::string const& name, std::string_view content) {
    auto const path = folder() / name;
    std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return path;
}

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// The input cut at the byte 0x1e (record separator), in at most `most` parts.
inline std::vector<std::string_view> parts_of(std::string_view input, std::size_t most) {
    std::vector<std::string_view> parts;
    while (parts.size() + 1 < most) {
        auto const at = input.find('\x1e');
        if (at == std::string_view::npos) break;
        parts.push_back(input.substr(0, at));
        input.remove_prefix(at + 1);
    }
    parts.push_back(input);
    return parts;
}

/// Runs the reader; that it refuses the input with one of these exceptions is as good as that it reads it.
/// Any other exception ends the process, as a finding. \return whether it was read
template <class... Refusals, class Reader>
bool was_read(Reader const& reader) {
    bool read = false;
    auto const guarded = [&](auto const& self, auto refusal, auto... rest) -> void {
        using Refused = typename decltype(refusal)::type;
        try {
            if constexpr (sizeof...(rest) > 0)
                self(self, rest...);
            else
                reader(), read = true;
        } catch (Refused const&) {
        }
    };
    guarded(guarded, std::type_identity<Refusals>()...);
    return read;
}

/// Ends the process, as a finding, unless what the reader promises holds.
inline void promise(bool holds) {
    if (!holds) __builtin_trap();
}

}  // namespace vespa::fuzz

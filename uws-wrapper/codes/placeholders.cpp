#include "codes/placeholders.hpp"

#include <algorithm>
#include <optional>

namespace vespa::uws {
namespace {

/// The {name} at or after `from`: its first byte and its end.
struct Hole {
    std::size_t first, end;
    std::string_view name;
};

std::optional<Hole> next_hole(std::string_view text, std::size_t from) {
    for (auto open = text.find('{', from); open != std::string_view::npos; open = text.find('{', open + 1)) {
        auto const close = text.find('}', open);
        if (close == std::string_view::npos) return std::nullopt;
        auto const name = text.substr(open + 1, close - open - 1);
        if (!name.empty() && std::all_of(name.begin(), name.end(), [](char byte) {
                return (byte >= 'a' && byte <= 'z') || byte == '_';
            }))
            return Hole{open, close + 1, name};
    }
    return std::nullopt;
}

}  // namespace

std::string unknown_placeholder(std::string_view text) {
    std::size_t from = 0;
    while (auto const hole = next_hole(text, from)) {
        if (hole->name != "program" && hole->name != "python" && hole->name != "scripts")
            return std::string(hole->name);
        from = hole->end;
    }
    return {};
}

std::string expand(std::string_view text, Places const& places, std::filesystem::path const& program) {
    std::string expanded;
    std::size_t from = 0;
    while (auto const hole = next_hole(text, from)) {
        expanded += text.substr(from, hole->first - from);
        expanded += (hole->name == "program"  ? program
                     : hole->name == "python" ? places.python
                                              : places.scripts)
                        .string();
        from = hole->end;
    }
    return expanded += text.substr(from);
}

}  // namespace vespa::uws

#include "codes/placeholders.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace vespa::uws {
namespace {

constexpr int widest = 1000;

bool begins_name(char byte) {
    return std::isalpha(static_cast<unsigned char>(byte)) != 0 || byte == '_';
}

bool is_of_name(char byte) {
    return begins_name(byte) || std::isdigit(static_cast<unsigned char>(byte)) != 0 || byte == '.' ||
           byte == '-';
}

/// The placeholder whose inside is `inside`, if it is one.
std::optional<TemplatePiece> hole_of(std::string_view inside) {
    auto const colon = inside.find(':');
    auto const name = inside.substr(0, colon);
    if (name.empty() || !begins_name(name[0]) || !std::all_of(name.begin(), name.end(), is_of_name))
        return std::nullopt;
    TemplatePiece hole{std::string(name), true, 0};
    if (colon == std::string_view::npos) return hole;
    auto const digits = inside.substr(colon + 1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hole.width);
    if (error != std::errc() || end != digits.data() + digits.size() || hole.width == 0 ||
        std::abs(hole.width) > widest)
        return std::nullopt;
    return hole;
}

}  // namespace

std::vector<TemplatePiece> split_template(std::string_view text) {
    std::vector<TemplatePiece> pieces;
    std::string literal;
    auto const end_literal = [&] {
        if (!literal.empty()) pieces.push_back({literal, false, 0});
        literal.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') {
            literal += text[at];
            continue;
        }
        if (text.substr(at, 2) == "{{") {
            literal += text[at++];
            continue;
        }
        auto const close = text.find('}', at);
        auto const hole =
            close == std::string_view::npos ? std::nullopt : hole_of(text.substr(at + 1, close - at - 1));
        if (!hole) {
            literal += text[at];
            continue;
        }
        end_literal();
        pieces.push_back(*hole);
        at = close;
    }
    end_literal();
    return pieces;
}

bool is_place(std::string_view name) {
    return name == "program" || name == "python" || name == "scripts";
}

std::string unknown_placeholder(std::string_view text, std::function<bool(std::string_view)> const& knows) {
    for (auto const& piece : split_template(text))
        if (piece.is_hole && !is_place(piece.text) && !(knows && knows(piece.text))) return piece.text;
    return {};
}

std::string place_text(std::string_view name, Places const& places, std::filesystem::path const& program) {
    return (name == "program" ? program : name == "python" ? places.python : places.scripts).string();
}

std::string expand(std::string_view text, Places const& places, std::filesystem::path const& program) {
    std::string expanded;
    for (auto const& piece : split_template(text))
        expanded += piece.is_hole ? place_text(piece.text, places, program) : piece.text;
    return expanded;
}

}  // namespace vespa::uws

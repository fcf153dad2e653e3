#include "shell/wrapped.hpp"

#include <cctype>

namespace vespa::shell {

std::size_t columns(std::string_view text) {
    std::size_t n = 0;
    for (char const c : text)
        n += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;  // not a continuation byte
    return n;
}

std::string wrapped(std::string_view text, std::string_view indent, std::size_t width) {
    std::string lines, line;
    while (true) {
        auto const first = text.find_first_not_of(" \n");
        if (first == std::string_view::npos) break;
        text.remove_prefix(first);
        auto const word = text.substr(0, text.find_first_of(" \n"));
        text.remove_prefix(word.size());
        if (!line.empty() && columns(indent) + columns(line) + 1 + columns(word) > width) {
            lines.append(indent).append(line).append("\n");
            line.clear();
        }
        line.append(line.empty() ? "" : " ").append(word);
    }
    if (!line.empty()) lines.append(indent).append(line).append("\n");
    return lines;
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

}  // namespace vespa::shell

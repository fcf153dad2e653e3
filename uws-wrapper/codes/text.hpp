#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace vespa::uws {

/// A to Z taken as a to z; other bytes as they are.
inline char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

inline bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace vespa::uws

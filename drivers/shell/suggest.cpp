#include "shell/suggest.hpp"

#include <cctype>
#include <vector>

namespace vespa::shell {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    auto const same = [](char x, char y) {
        auto const plain = [](char c) {
            return c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        };
        return plain(x) == plain(y);
    };
    // d[i][j]: distance of the first i letters of a from the first j of b
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] =
                std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + !same(a[i - 1], b[j - 1])});
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

}  // namespace vespa::shell

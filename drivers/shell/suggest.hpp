#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace vespa::shell {

/// Number of letters to insert, delete, change or swap with their neighbour to turn one word into the other;
/// '_' counts as '-', capitals as small letters.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name most like `word` among the items, `name(item)` being an item's; the first declared of equally
/// like ones. \return empty where more than a third of the word (at least two letters) would have to change
template <class Items, class Name>
std::string nearest(std::string_view word, Items const& items, Name&& name) {
    std::string best;
    auto least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (auto const& item : items) {
        auto const distance = edit_distance(word, name(item));
        if (distance < least && distance < word.size()) {
            least = distance;
            best = name(item);
        }
    }
    return best;
}

}  // namespace vespa::shell

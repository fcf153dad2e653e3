#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace vespa::uws {

/// Where the placeholders of a description point. All absolute.
struct Places {
    std::filesystem::path programs;                     ///< folder of the suite's programs
    std::filesystem::path scripts;                      ///< {scripts}
    std::filesystem::path python = "/usr/bin/python3";  ///< {python}
    int max_ranks = 1;  ///< upper bound of `ranks` where the description gives none
};

/// The name in the first {name} of `text` that is none of {program}, {python}, {scripts}; empty if there is
/// none. A brace that begins no {name} stands for itself.
std::string unknown_placeholder(std::string_view text);

/// `text` with its placeholders replaced. \param program what {program} stands for
std::string expand(std::string_view text, Places const& places, std::filesystem::path const& program);

}  // namespace vespa::uws

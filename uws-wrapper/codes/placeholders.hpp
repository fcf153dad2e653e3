#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::uws {

/// Where the placeholders of a description point. All absolute.
struct Places {
    std::filesystem::path programs;                     ///< folder of the suite's programs
    std::filesystem::path scripts;                      ///< {scripts}
    std::filesystem::path python = "/usr/bin/python3";  ///< {python}
    int max_ranks = 1;  ///< upper bound of `ranks` where the description gives none
};

/// A piece of a text with placeholders: literal text, or {name}, or {name:width}.
struct TemplatePiece {
    std::string text;  ///< literal text, or the name
    bool is_hole = false;
    int width = 0;  ///< columns that the value fills: right-aligned, left-aligned if negative; 0 = as long as
                    ///< it is
};

/// Takes a text apart. A name begins with a letter or _ and holds letters, digits, _ . and -; {{ stands for
/// {, and a brace that begins no placeholder for itself.
std::vector<TemplatePiece> split_template(std::string_view text);

/// True for {program}, {python} and {scripts}, which mean the same for every job.
bool is_place(std::string_view name);

/// The name of the first placeholder that is neither a place nor known to `knows`; empty if there is none.
std::string unknown_placeholder(std::string_view text,
                                std::function<bool(std::string_view)> const& knows = {});

/// What {program}, {python} or {scripts} stands for.
std::string place_text(std::string_view name, Places const& places, std::filesystem::path const& program);

/// `text`, which holds no placeholders but places, with them replaced. \param program what {program} stands
/// for
std::string expand(std::string_view text, Places const& places, std::filesystem::path const& program);

}  // namespace vespa::uws

#include <algorithm>
#include <cctype>

#include "core/text/words.hpp"
#include "lbl/atmosphere/profile_columns.hpp"
#include "lbl/atmosphere/read_profile.hpp"

namespace vespa::lbl {
namespace {

std::string lower(std::string_view word) {
    std::string text(word);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Their names for height, pressure and temperature in ours; gases stay as they are.
std::string our_name(std::string_view word) {
    std::string const name = lower(word);
    if (name == "z" || name == "altitude" || name == "height") return "height";
    if (name == "p" || name == "pressure") return "pressure";
    if (name == "t" || name == "temp" || name == "temperature") return "temperature";
    return std::string(word);
}

/// Words after "#what:"; a copy, since the line goes.
std::vector<std::string> words_after_colon(TableText const& lines, std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) lines.fail("no colon in '" + std::string(line) + "'");
    std::vector<std::string> words;
    for (auto const word : words_of(line.substr(colon + 1)))
        words.emplace_back(word);
    return words;
}

}  // namespace

Profile read_afgl_profile(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    std::vector<std::string> what, units;
    for (std::string_view line; units.empty();) {
        if (!lines.next_raw(line)) lines.fail("the file ends before '#units:'", "'#what:', then '#units:'");
        if (line.starts_with("#what")) what = words_after_colon(lines, line);
        if (line.starts_with("#units")) {
            units = words_after_colon(lines, line);
            if (what.empty()) lines.fail("'#units:' before '#what:'");
            if (units.size() != what.size()) {
                lines.fail(std::to_string(units.size()) + " units",
                           std::to_string(what.size()) + ", one for each name of '#what:'");
            }
        }
    }
    ProfileColumns columns;
    for (std::size_t i = 0; i < what.size(); ++i) {
        if (lower(what[i]) == "density")
            columns.add_unused();
        else
            columns.add(lines, our_name(what[i]), units[i]);
    }
    return columns.read_rows(lines, name, 0);
}

}  // namespace vespa::lbl

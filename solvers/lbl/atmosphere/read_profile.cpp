#include "lbl/atmosphere/read_profile.hpp"

#include <fstream>
#include <sstream>
#include <utility>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "lbl/atmosphere/profile_columns.hpp"
#include "lbl/atmosphere/table_text.hpp"

namespace vespa::lbl {
namespace {

ProfileColumns columns_of(TableText const& lines, std::vector<std::string_view> const& words) {
    ProfileColumns columns;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const colon = words[i].find(':');
        if (colon == std::string_view::npos || colon == 0 || colon + 1 == words[i].size()) {
            lines.fail("column '" + std::string(words[i]) + "'", "name:unit, as pressure:hPa");
        }
        columns.add(lines, std::string(words[i].substr(0, colon)), words[i].substr(colon + 1));
    }
    return columns;
}

}  // namespace

Profile read_profile_table(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    if (lines.need("first line 'vespa-profile 1'") != "vespa-profile 1")
        lines.fail("not a profile", "first line 'vespa-profile 1'");
    double molar_mass = 0;
    for (;;) {
        auto const words = words_of(lines.need("'molar_mass' or 'columns'"));
        if (words[0] == "columns") {
            auto const columns = columns_of(lines, words);
            Profile profile = columns.read_rows(lines, name, molar_mass);
            return profile;
        }
        if (words[0] != "molar_mass" || words.size() != 2 || molar_mass != 0)
            lines.fail("'" + std::string(words[0]) + "'", "'molar_mass <g/mol>' once, then 'columns ...'");
        molar_mass = lines.to_number(words[1], "molar_mass", 0.5, 1000);
    }
}

Profile read_profile_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput("cannot be opened", path.string());
    std::stringstream whole;
    whole << file.rdbuf();
    if (file.bad()) throw BadInput("cannot be read to its end", path.string());
    std::string const text = whole.str();
    auto const holds = [&](char const* what) { return text.find(what) != std::string::npos; };
    if (holds("vespa-profile")) return read_profile_table(whole, path.string());
    if (holds("*END") || holds("*end")) return read_rfm_profile(whole, path.string());
    if (holds("#what")) return read_afgl_profile(whole, path.string());
    return read_nemesis_profile(whole, path.string());
}

}  // namespace vespa::lbl

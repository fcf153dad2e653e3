#include "lbl/lines/catalogue/open_source.hpp"

#include <algorithm>
#include <cctype>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/catalogue/exomol_source.hpp"
#include "lbl/lines/catalogue/hapi_source.hpp"
#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/constants.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"

namespace vespa::lbl {
namespace {

namespace fs = std::filesystem;

// The name, or the name with .bz2.
fs::path plain_or_packed(fs::path const& path) {
    fs::path packed = path;
    packed += ".bz2";
    if (fs::exists(path)) return path;
    if (fs::exists(packed)) return packed;
    throw BadInput("is not there, nor with .bz2", path.string(), "the files of a list beside its .def");
}

// Files of a folder, in the order of their names.
std::vector<fs::path> files_in(fs::path const& folder) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator(folder.empty() ? fs::path(".") : folder))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// "12C-16O__H2.broad" and "12C-16O": "h2"; empty for another file.
std::string broadener_of(fs::path const& path, std::string const& isotopologue) {
    auto const name = path.filename().string();
    if (path.extension() != ".broad" || !name.starts_with(isotopologue + "__")) return {};
    auto broadener = path.stem().string().substr(isotopologue.size() + 2);
    std::transform(broadener.begin(), broadener.end(), broadener.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return broadener;
}

bool is_transitions(fs::path const& path, std::string const& name) {
    auto const plain = is_bzip2(path) ? path.stem() : path.filename();
    auto const stem = plain.stem().string();
    return plain.extension() == ".trans" && (stem == name || stem.starts_with(name + "__"));
}

// "(12C)(16O)" as "CO".
std::string without_isotopes(std::string const& formula) {
    std::string plain;
    bool inside = false;
    for (char const c : formula) {
        if (c == '(') inside = true;
        bool const is_mass = inside && std::isdigit(static_cast<unsigned char>(c));
        if (c == ')') inside = false;
        if (c != '(' && c != ')' && !is_mass) plain += c;
    }
    return plain;
}

// HITRAN's isotopologue of this name, or one that HITRAN does not number.
Isotopologue isotopologue_of(ExomolDefinition const& definition) {
    Isotopologue one;
    one.molecule = without_isotopes(definition.formula);
    one.name = definition.formula;
    if (auto const place = find_isotopologue(one.molecule, one.name)) one = hitran_isotopologues()[*place];
    one.mass = definition.mass;
    return one;
}

std::unique_ptr<LineSource> open_exomol(fs::path const& path) {
    auto const definition = read_exomol_definition(path);
    auto const name = path.stem().string();
    auto const beside = [&](char const* extension) { return fs::path(path).replace_extension(extension); };
    ExomolFiles files;
    files.isotopologue = isotopologue_of(definition);
    files.usual = definition.usual;
    files.states = plain_or_packed(beside(".states"));
    files.partition_sum_296 = read_partition_sum(beside(".pf"), files.isotopologue)->value(list_temperature);
    auto const isotopologue = name.substr(0, name.find("__"));
    for (auto const& file : files_in(path.parent_path())) {
        if (is_transitions(file, name)) files.transitions.push_back(file);
        if (auto const broadener = broadener_of(file, isotopologue); !broadener.empty())
            files.broadening[broadener] = file;
    }
    if (files.transitions.empty()) {
        throw BadInput("no transitions beside it", path.string(), name + ".trans or " + name + "__....trans");
    }
    return std::make_unique<ExomolSource>(std::move(files));
}

}  // namespace

std::unique_ptr<LineSource> open_source(std::vector<fs::path> const& paths) {
    if (paths.empty()) throw BadInput("no file of lines", "list of lines", "one or more");
    for (auto const& path : paths) {
        auto const extension = path.extension();
        bool const is_table = extension == ".data" || extension == ".header", is_exomol = extension == ".def";
        if (!is_table && !is_exomol) continue;
        if (paths.size() > 1) {
            throw BadInput("stands beside other files", path.string(),
                           "a HAPI table or an ExoMol list alone");
        }
        if (is_table) return std::make_unique<HapiSource>(path);
        return open_exomol(path);
    }
    return std::make_unique<ParSource>(paths);
}

}  // namespace vespa::lbl

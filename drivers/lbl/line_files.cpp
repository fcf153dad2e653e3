#include "drivers/lbl/line_files.hpp"

#include <algorithm>
#include <cctype>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/catalogue/open_source.hpp"
#include "shell/data_folder.hpp"

namespace vespa::lbl_driver {

std::filesystem::path found_file(std::string const& name, std::string const& folder) {
    std::filesystem::path const path = name;
    if (name.empty() || folder.empty() || path.has_parent_path() || std::filesystem::exists(path))
        return path;
    return std::filesystem::path(folder) / path;
}

std::filesystem::path shipped_list(std::string const& gas) {
    auto name = gas;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    auto const path = shell::data_folder() / "lbl" / (name + ".par");
    if (!std::filesystem::exists(path))
        throw BadInput("no list of " + gas + " comes with the program", "--lines", gas + ":file=FILE");
    return path;
}

std::shared_ptr<lbl::LineSupply const> supply_of(std::filesystem::path const& path) {
    if (path.extension() == ".h5") return lbl::lines_in_store(path);
    return lbl::lines_in_memory(lbl::read_all(*source_of({path})));
}

std::unique_ptr<lbl::LineSource> source_of(std::vector<std::filesystem::path> const& paths) {
    return lbl::open_source(paths);
}

}  // namespace vespa::lbl_driver

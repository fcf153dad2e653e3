#include "drivers/lbl/line_files.hpp"

#include "core/errors/bad_input.hpp"
#include "lbl/lines/catalogue/hapi_source.hpp"
#include "lbl/lines/catalogue/par_source.hpp"
#include "shell/data_folder.hpp"

namespace vespa::lbl_driver {

std::filesystem::path found_file(std::string const& name, std::string const& folder) {
    std::filesystem::path const path = name;
    if (name.empty() || folder.empty() || path.has_parent_path() || std::filesystem::exists(path))
        return path;
    return std::filesystem::path(folder) / path;
}

std::filesystem::path shipped_list(std::string const& gas) {
    auto const folder = shell::data_folder() / "lbl";
    for (auto const& name : {gas + ".par", gas + "_nu3.par"})
        if (std::filesystem::exists(folder / name)) return folder / name;
    throw BadInput("no list of " + gas + " comes with the program", "--lines", gas + ":file=FILE");
}

std::filesystem::path shipped_partition_sum(lbl::Isotopologue const& isotopologue) {
    auto const folder = shell::data_folder() / "lbl";
    auto const table =
        folder / ("Q_" + isotopologue.molecule + "_" + std::to_string(isotopologue.isotopologue_id) + ".txt");
    return std::filesystem::exists(table) ? table : folder / "levels.txt";
}

std::shared_ptr<lbl::LineSupply const> supply_of(std::filesystem::path const& path) {
    if (path.extension() == ".h5") return lbl::lines_in_store(path);
    return lbl::lines_in_memory(lbl::read_all(*source_of({path})));
}

std::unique_ptr<lbl::LineSource> source_of(std::vector<std::filesystem::path> const& paths) {
    auto const is_table = [](std::filesystem::path const& path) {
        return path.extension() == ".data" || path.extension() == ".header";
    };
    if (!is_table(paths.front())) return std::make_unique<lbl::ParSource>(paths);
    if (paths.size() > 1)
        throw BadInput("a table of HAPI beside other files", paths.front().string(),
                       "one table, or records in several files");
    return std::make_unique<lbl::HapiSource>(paths.front());
}

}  // namespace vespa::lbl_driver

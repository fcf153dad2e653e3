#include "shell/data_folder.hpp"

#include <cstdlib>

#include "core/errors/bad_input.hpp"

namespace vespa::shell {

std::filesystem::path data_folder() {
    namespace fs = std::filesystem;
    char const* const named = std::getenv("VESPA_DATA_DIR");
    bool const is_named = named != nullptr && *named != '\0';
    fs::path const folder =
        is_named ? fs::path(named) : fs::read_symlink("/proc/self/exe").parent_path() / "../share/vespa-hpc";
    if (!fs::is_directory(folder)) {
        throw BadInput(
            "there is no folder " + folder.lexically_normal().string(),
            is_named ? "VESPA_DATA_DIR" : "models and inputs of the program",
            "the folder share/vespa-hpc of an installation, named by VESPA_DATA_DIR if it was moved");
    }
    return folder.lexically_normal();
}

}  // namespace vespa::shell

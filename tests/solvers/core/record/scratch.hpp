#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/parallel/agreement.hpp"
#include "support/ranks.hpp"

namespace vespa::testing {

/// A name in a folder of this rank count's own; nothing stands there yet. \collective
inline std::filesystem::path scratch(std::string const& name) {
    auto const folder = std::filesystem::path(VESPA_BINARY_DIR) / "tests/solvers/core/record" /
                        ("np" + std::to_string(ranks().size()));
    parallel::on_root(ranks(), [&] {
        std::filesystem::create_directories(folder);
        std::filesystem::remove_all(folder / name);
    });
    return folder / name;
}

/// Writes a text file on rank 0. \collective
inline void write_text(std::filesystem::path const& path, std::string const& text) {
    parallel::on_root(ranks(), [&] { std::ofstream(path) << text; });
}

inline std::string read_text(std::filesystem::path const& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

inline bool part_exists(std::filesystem::path path) {
    return std::filesystem::exists(path += ".part");
}

/// The text of the AgreedError that work throws, marked if it is a bad input.
template <class Work>
std::string error_of(Work work) {
    try {
        work();
    } catch (parallel::AgreedError const& error) {
        return std::string(error.is_bad_input() ? "bad input: " : "") + error.what();
    }
    return "no error";
}

}  // namespace vespa::testing

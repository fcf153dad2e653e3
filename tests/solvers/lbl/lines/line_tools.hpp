#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/stored_lines.hpp"
#include "support/shared_data.hpp"

namespace vespa::testing {

/// The data that is not in this repository.
inline std::filesystem::path shared_data() {
    return testing::shared_data("line-by-line");
}

/// A path in the build tree that nothing stands at.
inline std::filesystem::path lines_scratch(std::string const& name) {
    auto const folder = std::filesystem::path(VESPA_BINARY_DIR) / "tests/solvers/lbl/lines/scratch";
    std::filesystem::create_directories(folder);
    std::filesystem::remove_all(folder / name);
    return folder / name;
}

inline std::filesystem::path write_scratch(std::string const& name, std::string const& text) {
    auto const path = lines_scratch(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

/// The text of the BadInput that work throws.
template <class Work>
std::string bad_input_of(Work work) {
    try {
        work();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

/// All lines of a text of records.
inline lbl::LinePiece read_records(std::string text, std::string const& name = "list.par") {
    auto const reader = lbl::read_par(lbl::TextLines(lbl::bytes_of(std::move(text)), name));
    lbl::LinePiece all, piece;
    while (reader->next(piece)) {
        auto const append = [](auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); };
        append(all.position, piece.position);
        append(all.log_strength, piece.log_strength);
        append(all.lower_energy, piece.lower_energy);
        append(all.isotopologue, piece.isotopologue);
        append(all.profile, piece.profile);
        all.without_strength += piece.without_strength;
    }
    return all;
}

/// A record of 160 characters of made-up numbers.
inline std::string made_record() {
    std::string record =
        " 21 2349.142908 1.234E-18 2.060E+02.0701.0950  234.08330.71-.002500       0 0 0 11       0 0 0 01"
        "                          R 16456777 5 8 2 2 1 7    35.0   33.0";
    record.resize(160, ' ');
    return record;
}

}  // namespace vespa::testing

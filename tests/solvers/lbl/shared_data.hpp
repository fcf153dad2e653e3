#pragma once
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/shared_data.hpp"

namespace vespa::testing {

/// File of the line-by-line reference data; empty where it is not there.
inline std::filesystem::path shared_line_by_line(std::string const& name) {
    auto const path = shared_data("line-by-line") / name;
    return std::filesystem::exists(path) ? path : std::filesystem::path();
}

/// Rows of numbers of a table with commas; lines that begin with # or a letter are skipped.
inline std::vector<std::vector<double>> read_rows(std::filesystem::path const& path) {
    std::ifstream file(path);
    std::vector<std::vector<double>> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#' || std::isalpha(static_cast<unsigned char>(line[0]))) continue;
        for (auto& c : line)
            if (c == ',') c = ' ';
        std::istringstream words(line);
        std::vector<double> row;
        for (double v; words >> v;)
            row.push_back(v);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace vespa::testing

#define SHARED_DATA_OR_SKIP(path, name)                            \
    auto const path = ::vespa::testing::shared_line_by_line(name); \
    if (path.empty()) GTEST_SKIP() << "no " << (name) << " (set VESPA_SHARED_DATA)"

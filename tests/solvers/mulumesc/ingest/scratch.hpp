#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::testing {

/// A folder that goes with the test.
class Scratch : public ::testing::Test {
  protected:
    std::filesystem::path const folder_ =
        std::filesystem::temp_directory_path() / ("vespa-mulumesc-" + std::to_string(getpid()));

    Scratch() { std::filesystem::create_directories(folder_); }
    ~Scratch() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(std::string const& name, std::string const& content) const {
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return folder_ / name;
    }
};

/// What is said by the BadInput that `body` throws; empty if it throws none.
template <class Body>
std::string refusal(Body body) {
    try {
        body();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "";
}

}  // namespace vespa::testing

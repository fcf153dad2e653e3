#pragma once
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shell/about.hpp"
#include "shell/common_options.hpp"
#include "shell/options.hpp"

namespace vespa::shell::testing {

enum class Mode { ordinary, extraordinary };

/// One option of each kind.
struct Sample {
    bool through_body = false;
    std::uint32_t rays = 100;
    std::optional<int> seed;
    double tolerance = 1e-8;
    std::optional<double> maximum_path;
    std::string title;
    Mode mode = Mode::extraordinary;
    std::string body = "jupiter";
    std::filesystem::path source_file;
    std::vector<double> frequencies;
    std::vector<std::string> plasma = {"torus"};
    std::array<double, 3> axis = {0, 0, 1};
    std::optional<std::array<double, 3>> corner;
    CommonOptions common;
};

inline About about_sample() {
    return {.name = "sample",
            .summary = "an example",
            .prose = "Shows one option of each kind.",
            .results = {{"rays", "rays.h5", "application/x-hdf5", "the rays", true},
                        {"run", "rays.run.json", "application/json", "how it went", false}}};
}

inline void declare(Options& options, Sample& sample) {
    options.group("Waves", "what is sent");
    options.integer(sample.rays, {.name = "rays", .range = between(1, 1000), .prose = "Number of rays."});
    options.integer(sample.seed, {.name = "seed", .prose = "Seed of the random directions."});
    options.choice(sample.mode,
                   {{Mode::ordinary, "O", "ordinary"}, {Mode::extraordinary, "X", "extraordinary"}},
                   {.name = "mode", .prose = "Wave mode."});
    options.numbers(
        sample.frequencies,
        {.name = "frequencies", .unit = "MHz", .range = above(0), .prose = "Frequencies.", .ucd = "em.freq"});
    options.group("Medium");
    options.choice(
        sample.body,
        {.name = "body", .prose = "Body at the origin.", .words = {{"jupiter"}, {"saturn"}, {"none"}}});
    options.texts(sample.plasma, {.name = "plasma", .prose = "Models of the plasma.", .least_items = 1});
    options.vector(sample.axis, {.name = "axis", .unit = "km", .range = between(-10, 10), .prose = "Axis."});
    options.vector(sample.corner, {.name = "corner", .unit = "km", .prose = "Corner."});
    options.file(sample.source_file, {.name = "source-file", .prose = "File of sources."});
    options.group("Integration");
    options.flag(sample.through_body, {.name = "through-body", .prose = "Rays pass through the body."});
    options.number(
        sample.tolerance,
        {.name = "tolerance", .range = between(1e-13, 1e-3), .prose = "Relative error of a step."});
    options.number(sample.maximum_path,
                   {.name = "maximum-path", .unit = "km", .range = above(0), .prose = "Longest path."});
    options.text(sample.title, {.name = "title", .prose = "Title of the run."});
    declare_common(options, sample.common, about_sample());
}

/// The text of the exception that `call` throws, which must be an Error.
template <class Error, class Call>
std::string failure_of(Call&& call) {
    try {
        call();
    } catch (Error const& error) {
        return error.what();
    }
    return "nothing was thrown";
}

/// Whether the text holds the part; says both if not.
inline ::testing::AssertionResult has(std::string const& text, std::string const& part) {
    if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "'" << part << "' is not in '" << text << "'";
}

}  // namespace vespa::shell::testing

#include "shell/common_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace vespa::shell {
namespace {

ResultFile const& main_result(About const& about) {
    ResultFile const* found = nullptr;
    for (auto const& result : about.results)
        if (result.main) {
            if (found) throw std::logic_error(about.title() + " has two main results");
            found = &result;
        }
    if (!found) throw std::logic_error(about.title() + " has no main result");
    return *found;
}

void check_output(CommonOptions const& common) {
    std::filesystem::path const path = common.output;
    if (path.filename().empty()) throw UsageError("'" + common.output + "' names no file", "--output");
    std::error_code error;
    if (auto const folder = path.parent_path();
        !folder.empty() && !std::filesystem::is_directory(folder, error))
        throw UsageError("no folder '" + folder.string() + "'", "--output", "a file in an existing folder");
    if (std::filesystem::is_directory(path, error))
        throw UsageError("'" + common.output + "' is a folder", "--output", "a file");
    if (common.overwrite && common.resume)
        throw UsageError("contradicts --overwrite", "--resume", "one of the two");
    if (!common.overwrite && !common.resume && std::filesystem::exists(path, error))
        throw UsageError("'" + common.output + "' exists", "--output", "another name, or --overwrite");
}

}  // namespace

void declare_common(Options& options, CommonOptions& common, About const& about) {
    common.output = main_result(about).file;
    options.group("Run", "common to all programs");
    options.text(common.output, {.name = "output",
                                 .prose = "File for the result (" + main_result(about).annotation + ").",
                                 .letter = 'o',
                                 .about_the_run = true});
    options.flag(common.overwrite, {.name = "overwrite",
                                    .prose = "Replace the output if it exists; without it that is an error.",
                                    .about_the_run = true});
    if (about.resumable)
        options.flag(common.resume,
                     {.name = "resume",
                      .prose = "Go on with the output of a run of the same options that was stopped or "
                               "killed; without such an output, begin.",
                      .about_the_run = true});
    options.flag(common.quiet,
                 {.name = "quiet", .prose = "Print warnings and errors alone.", .about_the_run = true});
    options.text(common.progress_file,
                 {.name = "progress-file",
                  .prose = "JSON file that tells the progress, replaced at most four times a second.",
                  .about_the_run = true});
    options.text(common.inputs_within,
                 {.name = "inputs-within",
                  .prose = "Folder outside of which no input file is read, whoever names it: for services. "
                           "The files that come with the program may always be read.",
                  .command_line_only = true,
                  .about_the_run = true});
    options.file(common.config,
                 {.name = "config",
                  .prose = "TOML file of lines 'option = value'; the command line wins over it.",
                  .command_line_only = true,
                  .about_the_run = true});
    auto const answer = [&](bool& target, std::string name, std::string prose, char letter = 0) {
        options.flag(target, {.name = std::move(name),
                              .prose = std::move(prose),
                              .letter = letter,
                              .command_line_only = true,
                              .about_the_run = true});
    };
    answer(common.check, "check", "Read and check options and inputs, compute nothing.");
    answer(common.dump_config, "dump-config", "Print the configuration file that repeats this run.");
    answer(common.describe, "describe", "Print the job description (JSON) that the web service reads.");
    answer(common.version, "version", "Print the version.");
    answer(common.help, "help", "Print this page.", 'h');
}

bool names_a_path(Option const& option) {
    return option.kind == Kind::file || option.is.name == "output" || option.is.name == "progress-file";
}

std::vector<std::pair<std::string, std::filesystem::path>> named_files(Options const& options) {
    std::vector<std::pair<std::string, std::filesystem::path>> files;
    for (auto const& option : options.all())
        if (auto const* path = std::get_if<std::string>(&option.value);
            option.kind == Kind::file && path != nullptr && !path->empty())
            files.emplace_back(option.is.name, *path);
    return files;
}

void check_input(std::filesystem::path const& path, std::string const& where,
                 std::filesystem::path const& within) {
    std::error_code error;
    if (!within.empty()) {  // before anything is said of the file
        auto const folder = std::filesystem::weakly_canonical(within, error);
        auto const file = std::filesystem::weakly_canonical(path, error);
        auto const [in_folder, in_file] =
            std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
        if (error || folder.empty() || in_folder != folder.end())
            throw UsageError("'" + path.string() + "' is outside the folder of the inputs", where,
                             "a file in '" + within.string() + "' (--inputs-within)");
    }
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        throw UsageError("no file '" + path.string() + "'", where, "an existing file");
    if (std::filesystem::is_directory(status))
        throw UsageError("'" + path.string() + "' is a folder", where, "an existing file");
    if (!std::ifstream(path).good())
        throw UsageError("'" + path.string() + "' cannot be read", where, "a file that you may read");
}

void check_files(Options const& options, CommonOptions const& common) {
    check_output(common);
    for (auto const& [name, path] : named_files(options)) {
        check_input(path, "--" + name, common.inputs_within);
        std::error_code error;
        if (std::filesystem::equivalent(path, common.output, error))
            throw UsageError(fmt::format("'{}' is also the input --{}", common.output, name), "--output",
                             "another name: inputs are never written to");
    }
}

}  // namespace vespa::shell

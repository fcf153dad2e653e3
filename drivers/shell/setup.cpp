#include "shell/setup.hpp"

#include "core/parallel/agreement.hpp"
#include "core/parallel/transfer.hpp"
#include "core/record/checksum.hpp"
#include "shell/answers.hpp"
#include "shell/config_file.hpp"

namespace vespa::shell {
namespace {

void take_values(Options& options, Given const& given, std::string const& config) {
    if (auto const* path = text_given(given, "config")) read_config(options, config, *path);
    take_command_line(options, given);
}

std::vector<std::pair<std::string, std::filesystem::path>> inputs_of(Options const& options) {
    auto files = named_files(options);
    std::erase_if(files, [&](auto const& file) { return options.find(file.first)->is.about_the_run; });
    return files;
}

}  // namespace

std::vector<record::InputFile> set_up(parallel::Communicator const& ranks, Options& options,
                                      CommonOptions& common, Given const& given) {
    std::string config;
    std::vector<std::string> checksums;
    parallel::on_root(ranks, [&] {
        if (auto const* path = text_given(given, "config")) config = read_config_text(given, *path);
        take_values(options, given, config);
        options.require_all();
        check_files(options, common);
        for (auto const& [name, path] : inputs_of(options))
            checksums.push_back(record::sha256_of_file(path));
    });
    config = parallel::broadcast(ranks, config);
    if (!ranks.is_root()) take_values(options, given, config);
    auto const files = inputs_of(options);
    checksums.resize(files.size());
    std::vector<record::InputFile> inputs;
    for (std::size_t i = 0; i < files.size(); ++i)
        inputs.push_back({files[i].second.filename().string(), parallel::broadcast(ranks, checksums[i])});
    return inputs;
}

}  // namespace vespa::shell

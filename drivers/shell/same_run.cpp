#include "shell/same_run.hpp"

#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::shell {
namespace {

void expect(std::string const& what, std::string const& there, std::string const& here,
            std::filesystem::path const& path) {
    if (there == here) return;
    throw BadInput("was made with other " + what, path.string(),
                   "the same ones with --resume, or --overwrite");
}

std::string program_of(record::Provenance const& is) {
    return is.file_type + " " + is.program_version + " " + is.revision;
}

std::string checksums_of(record::Provenance const& is) {
    std::string sums;
    for (auto const& input : is.inputs)
        sums += input.sha256;
    return sums;
}

}  // namespace

void check_same_run(record::Provenance const& there, record::Provenance const& here,
                    std::filesystem::path const& path) {
    expect("programs", program_of(there), program_of(here), path);
    expect("options", there.options, here.options, path);
    expect("input files", checksums_of(there), checksums_of(here), path);
}

}  // namespace vespa::shell

#include "core/record/provenance.hpp"

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/checksum.hpp"

namespace vespa::record {

InputFile describe_input(std::filesystem::path const& path) {
    return {path.string(), sha256_of_file(path)};
}

void write_provenance(Group root, Provenance const& provenance) {
    root.set("file_type", provenance.file_type);
    root.set("format_version", provenance.format_version);
    root.set("program", provenance.program);
    root.set("program_version", provenance.program_version);
    root.set("revision", provenance.revision);
    root.set("options", provenance.options);
    if (provenance.inputs.empty()) return;
    std::vector<std::string> names;
    std::vector<std::string> sums;
    for (auto const& input : provenance.inputs) {
        names.push_back(input.name);
        sums.push_back(input.sha256);
    }
    root.set("input_names", names);
    root.set("input_sha256", sums);
}

Provenance read_provenance(Group const& root) {
    Provenance provenance;
    provenance.file_type = root.attribute<std::string>("file_type");
    provenance.format_version = root.attribute<std::string>("format_version");
    provenance.program = root.attribute<std::string>("program");
    provenance.program_version = root.attribute<std::string>("program_version");
    provenance.revision = root.attribute<std::string>("revision");
    provenance.options = root.attribute<std::string>("options");
    if (!root.has_attribute("input_names")) return provenance;
    auto const names = root.attribute<std::vector<std::string>>("input_names");
    auto const sums = root.attribute<std::vector<std::string>>("input_sha256");
    for (std::size_t k = 0; k < names.size(); ++k) {
        provenance.inputs.push_back({names[k], k < sums.size() ? sums[k] : ""});
    }
    return provenance;
}

}  // namespace vespa::record

#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/record/group.hpp"

namespace vespa::record {

/// A file that a result depends on.
struct InputFile {
    std::string name;    ///< as the user gave it
    std::string sha256;  ///< of its content
};

/// Names and checksums a file. \throws BadInput if it cannot be read. Local.
InputFile describe_input(std::filesystem::path const& path);

/// All that determines a result's content, and nothing that does not (dates, hosts and ranks stand in
/// RunRecord), so that repeating a run repeats its bytes.
struct Provenance {
    std::string file_type;        ///< "vespa-raytrace": what reads the file
    std::string format_version;   ///< "1.0": of the file's layout
    std::string program;          ///< "vespa-raytrace"
    std::string program_version;  ///< "0.1.0"
    std::string revision;         ///< of the sources
    std::string options;          ///< the configuration text that repeats the run
    std::vector<InputFile> inputs;
};

/// Writes each field as an attribute of the same name; inputs as the lists input_names and input_sha256, left
/// out when there are none. \collective
void write_provenance(Group root, Provenance const& provenance);

/// What write_provenance() wrote. \throws AgreedError, a bad input, when an attribute is absent. \collective
Provenance read_provenance(Group const& root);

}  // namespace vespa::record

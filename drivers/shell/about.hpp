#pragma once
#include <string>
#include <vector>

namespace vespa::shell {

/// A file that a program leaves.
struct ResultFile {
    std::string name;          ///< "rays"
    std::string file;          ///< "rays.h5", as written by the wrapper's job
    std::string content_type;  ///< MIME type: "application/x-hdf5"
    std::string annotation;
    bool main = false;  ///< the one that --output names; exactly one result is
};

/// What a program says of itself, in --help, --version and --describe.
struct About {
    std::string name;          ///< "raytrace"; the program is vespa-raytrace
    std::string command = {};  ///< of a program that has several: "spectrum" of vespa-lbl
    std::string summary;       ///< half a line: "radio rays in magnetised plasma"
    std::string prose;         ///< a paragraph: what it computes, from what, after whom
    std::string doculink = {};
    std::vector<ResultFile> results;
    bool mpi = true;
    int ranks_default = 2;
    int ranks_max = 0;       ///< 0 for no limit
    bool resumable = false;  ///< takes --resume: goes on with a run that was stopped or killed

    /// As a user types it: "vespa-raytrace", "vespa-lbl spectrum".
    std::string title() const { return "vespa-" + name + (command.empty() ? "" : " " + command); }
    /// In one word: "raytrace", "lbl-spectrum".
    std::string identifier() const { return command.empty() ? name : name + "-" + command; }
};

}  // namespace vespa::shell

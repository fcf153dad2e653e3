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
    std::string name;     ///< "raytrace"; the program is vespa-raytrace
    std::string summary;  ///< half a line: "radio rays in magnetised plasma"
    std::string prose;    ///< a paragraph: what it computes, from what, after whom
    std::string doculink = {};
    std::vector<ResultFile> results;
    bool mpi = true;
    int ranks_default = 2;
    int ranks_max = 0;  ///< 0 for no limit
};

}  // namespace vespa::shell

#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "core/record/file.hpp"
#include "core/record/provenance.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::lbl {

struct ConversionOptions {
    std::uint64_t memory = std::uint64_t{1}
                           << 30;  ///< bytes a rank may take for lines; the store is the same
    std::filesystem::path scratch =
        {};  ///< folder for sorted runs; empty: that of the store. 24 bytes a line
    record::Overwrite overwrite = record::Overwrite::no;
    std::string citation = {};           ///< of the list, as it is to be cited
    record::Provenance provenance = {};  ///< program, version, revision, options; the rest is filled in
};

/// What was read and written, the same on every rank.
struct ConversionSummary {
    std::uint64_t lines = 0;
    std::uint64_t without_strength = 0;  ///< left out: intensity zero or below e^-511 cm/molecule
    std::uint64_t unknown_energy = 0;    ///< kept: lower-state energy -1
    std::uint64_t profile_sets = 0;      ///< different sets of line-shape parameters
    bool stopped = false;                ///< the watcher asked to stop: there is no store
};

/// Makes a store of all lines of a source, sorted by position, in bounded memory: each rank reads parts of
/// the source and sorts what it reads, in memory or in runs on the disk; the ranks then exchange the lines by
/// position and write them. The file is the same, byte for byte, at any number of ranks and any memory. It
/// takes its name when it is whole; half a list is none, so a request to stop leaves nothing. The watcher is
/// told of parts read and lines written. \throws AgreedError, a bad input for what is wrong in the source;
/// std::runtime_error's texts for a full disk \collective
ConversionSummary convert(LineSource const& source, std::filesystem::path const& store,
                          ConversionOptions const& options, parallel::Communicator const& communicator,
                          parallel::Watcher& watcher);

}  // namespace vespa::lbl

#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/record/file.hpp"
#include "core/record/votable.hpp"

namespace vespa::record::detail {

/// Rows of a result on their way into a table of another format: what stands above them, and they themselves,
/// a block at a time.
struct TableSource {
    VotableHeader header;
    /// The bytes of some rows, of each field in order, as they lie in memory. \collective
    std::function<std::vector<std::vector<std::byte>>(parallel::Range)> read;

    using TakeRows =
        std::function<void(parallel::Range, std::vector<std::span<std::byte const>> const& columns)>;
    /// Hands over all rows in order. \collective
    void stream(TakeRows const& take) const;
};

/// As export_votable() and export_spectra_votable() say. \throws AgreedError, BadInput \collective
TableSource group_as_table(File const& file, std::string const& group);
TableSource spectra_as_table(File const& file, std::string const& group);

}  // namespace vespa::record::detail

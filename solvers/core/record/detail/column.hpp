#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/record/group.hpp"

namespace vespa::record::detail {

/// Rows that pass through memory at a time when a table is written in another format.
inline constexpr std::uint64_t rows_of_block = 16384;

/// A dataset of a table: what it is called and means.
struct Column {
    std::string name;
    Dataset dataset;
    Meaning meaning;
    std::vector<std::pair<std::string, std::int64_t>>
        options;  ///< names and values of its attribute `meanings`
};

/// The datasets of a group in the order of their making. \throws AgreedError; BadInput where there are none
/// or their numbers of rows differ. \collective
std::vector<Column> columns_of(Group const& table);

/// The bytes of some rows, as they lie in memory. \collective
std::vector<std::byte> read_bytes(Column const& column, parallel::Range rows);

}  // namespace vespa::record::detail

#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/record/file.hpp"
#include "core/record/group.hpp"

namespace vespa::record {

/// A column of a VOTable.
struct VotableField {
    std::string name;
    /// Of the elements. VOTable has no int8 and few unsigned types: these are written as the next wider
    /// signed one, uint64 as a long that must hold it.
    ElementType type = ElementType::float64;
    std::uint64_t elements = 1;  ///< of a cell; more than one: a vector of that arraysize
    Meaning meaning = {};
    /// Names and values of a code's numbers, for VALUES/OPTION.
    std::vector<std::pair<std::string, std::int64_t>> options = {};
};

/// A constant that goes with a table: text, double or integer.
struct VotableParam {
    std::string name;
    AttributeValue value;  ///< no list
    Meaning meaning = {};
};

/// What stands above the rows.
struct VotableHeader {
    std::string name;
    std::string description;
    std::vector<VotableParam> params;
    std::vector<VotableField> fields;
    std::uint64_t rows = 0;
};

/// How rows are written: as text in elements, or as big-endian bytes in base64, which keeps every bit.
enum class Serialization { tabledata, binary2 };

/// Writes one table as VOTable 1.4 (IVOA Recommendation 21 October 2019), rows as they come; a block of rows
/// is all that is held in memory. The file grows as "path.part" and takes its name in commit(). Local: for
/// one process.
class VotableWriter {
  public:
    /// \throws BadInput where a file stands in the way or cannot be made; std::invalid_argument for a header
    /// without fields, a field without a name or without elements, or a param that is a list
    VotableWriter(std::filesystem::path const& path, Overwrite overwrite, VotableHeader header,
                  Serialization serialization);
    ~VotableWriter();
    VotableWriter(VotableWriter const&) = delete;
    VotableWriter& operator=(VotableWriter const&) = delete;

    /// Adds rows. \param columns of each field, in order, the bytes of its cells in these rows, as they lie
    /// in memory \throws std::invalid_argument for columns that do not fit the fields; std::runtime_error for
    /// a full disk or a number beyond a long
    void append(std::span<std::span<std::byte const> const> columns);

    /// Ends the file. \throws std::logic_error unless header.rows rows were added
    void commit();

  private:
    struct Out;
    std::unique_ptr<Out> out_;
};

}  // namespace vespa::record

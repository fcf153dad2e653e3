#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/record/dataset.hpp"
#include "core/record/object.hpp"

namespace vespa::record {

/// What a dataset's numbers are; written as its attributes unit, description and (unless empty) ucd.
struct Meaning {
    std::string unit;         ///< as the IVOA's VOUnits spell it: "km", "cm-3", "nT"; empty for pure numbers
    std::string description;  ///< a sentence for a reader who has only the file
    std::string ucd = {};     ///< IVOA unified content descriptor, e.g. "em.freq"
};

/// How a dataset of known length lies in the file.
struct Storage {
    std::uint64_t chunk_rows = 0;  ///< rows of a chunk; 0: contiguous
    int deflate = 0;  ///< 1 ... 9: chunks are shuffled and deflated at that level (needs chunk_rows); 0: not
};

/// A folder of a file. Names are relative to it and may hold several steps: "rays/frequency".
/// Functions are \collective and throw AgreedError naming file and object (see Object).
class Group : public Object {
  public:
    /// Makes a group, with any groups above it that are not there. \collective
    Group create_group(std::string const& name);

    /// Makes a dataset whose length is known. Elements never written read as zero. \collective
    template <Element T>
    Dataset create(std::string const& name, Shape const& shape, Meaning const& meaning,
                   Storage storage = {}) {
        return create(name, element_type_of<T>(), shape, meaning, storage);
    }

    /// Makes a dataset of no rows that append() lengthens.
    /// \param row_shape  extents of a row: {} for one number, {3} for a vector
    /// \param chunk_rows rows of a chunk, at least 1
    /// \param deflate    as in Storage
    /// \collective
    template <Element T>
    Dataset create_growing(std::string const& name, Shape const& row_shape, std::uint64_t chunk_rows,
                           Meaning const& meaning, int deflate = 0) {
        return create_growing(name, element_type_of<T>(), row_shape, {chunk_rows, deflate}, meaning);
    }

    /// Makes what layouts of other programs ask for: a dataset of one number without extents, and one of
    /// texts of fixed length (UTF-8). All ranks pass the same. \param name  of one step \collective
    void write_scalar(std::string const& name, std::int64_t value, Meaning const& meaning);
    void write_texts(std::string const& name, std::vector<std::string> const& texts, Meaning const& meaning);

    /// Opens what is there; absence is a bad input. \collective
    [[nodiscard]] Group group(std::string const& name) const;
    [[nodiscard]] Dataset dataset(std::string const& name) const;

    /// Whether a group or dataset of this name is there. \collective
    [[nodiscard]] bool has(std::string const& name) const;

    /// Names of the groups, and of the datasets, in this group, in alphabetical order. \collective
    [[nodiscard]] std::vector<std::string> group_names() const;
    [[nodiscard]] std::vector<std::string> dataset_names() const;

    /// Names of the datasets in the order in which they stand in the file, which is that of their making.
    /// \collective
    [[nodiscard]] std::vector<std::string> dataset_names_as_made() const;

  private:
    friend class File;
    explicit Group(std::shared_ptr<detail::Node> node) : Object(std::move(node)) {}

    Dataset create(std::string const& name, ElementType, Shape const&, Meaning const&, Storage);
    Dataset create_growing(std::string const& name, ElementType, Shape const& row_shape, Storage,
                           Meaning const&);
};

}  // namespace vespa::record

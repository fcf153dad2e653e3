#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/parallel/share.hpp"
#include "core/record/provenance.hpp"
#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/stored_lines.hpp"

namespace vespa::lbl {

/// Which pieces of a store need not be read: those in which every line is weaker than `weakest`, surely, at
/// each of the temperatures.
struct WeakPieces {
    double weakest = 0;                 ///< cm/molecule, as PreparationOptions::weakest
    std::vector<double> temperatures;   ///< K
    std::vector<IsotopologueUse> uses;  ///< one for each isotopologue of the store
};

/// What was not read for WeakPieces.
struct SkippedLines {
    std::uint64_t lines = 0;
    double strength = 0;  ///< no more than this is the sum of theirs, at any of the temperatures
};

/// A store of lines, open for reading by this rank alone: its size does not matter, only what is read is
/// held.
class LineStore {
  public:
    /// \throws AgreedError or BadInput, both naming the file, if it is no store of lines
    explicit LineStore(std::filesystem::path const& path);
    ~LineStore();
    LineStore(LineStore&&) noexcept;

    std::uint64_t size() const;
    double first_position() const;  ///< cm-1
    double last_position() const;
    std::vector<Isotopologue> const& isotopologues() const;
    std::vector<std::string> const& profile_columns() const;
    std::string title() const;
    std::string citation() const;
    record::Provenance const& provenance() const;

    /// The rows of the lines with from <= position <= to. Reads two pieces of positions at most.
    parallel::Range rows_between(double from, double to) const;

    /// The lines of these rows, for a walk through the store in parts of any size; their profiles are those
    /// that they use. \throws BadInput for rows that are not there
    StoredLines read_rows(parallel::Range rows) const;

    /// The lines with from <= position <= to: a block and what reaches into it.
    StoredLines read(double from, double to) const;

    /// The same without the pieces that are surely weak. \param skipped what that left out
    StoredLines read(double from, double to, WeakPieces const& weak, SkippedLines& skipped) const;

    /// An upper bound of the strength of every line in a piece at a temperature, cm/molecule, from the index
    /// alone; infinite below 20 K and above 5000 K.
    double strength_bound(std::size_t piece, double temperature,
                          std::vector<IsotopologueUse> const& uses) const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lbl/lines/isotopologue.hpp"

namespace vespa::lbl {

/// Some lines of a source, in the source's order. Columns of one length, `profile` with a row of
/// LineSource::profile_columns() values for each line (NaN: not given).
struct LinePiece {
    std::vector<double> position;            ///< vacuum wavenumber, cm-1, > 0
    std::vector<double> log_strength;        ///< natural logarithm of the intensity at 296 K in cm/molecule
    std::vector<double> lower_energy;        ///< cm-1; -1 where unknown
    std::vector<std::uint8_t> isotopologue;  ///< place in LineSource::isotopologues()
    std::vector<double> profile;
    std::uint64_t without_strength = 0;  ///< lines of intensity zero, which were left out

    std::size_t size() const { return position.size(); }
    void clear();
};

/// Reads one part of a source, piece by piece.
class LineReader {
  public:
    virtual ~LineReader() = default;
    /// Replaces `piece` by the next lines, at most some 10,000; false at the end, with an empty piece.
    /// \throws BadInput naming file, line and field, with what is allowed
    virtual bool next(LinePiece& piece) = 0;
};

/// A list of lines in whatever form, cut into parts that different ranks may read. The parts' order and their
/// number do not matter: who gathers lines sorts them by their content.
class LineSource {
  public:
    virtual ~LineSource() = default;
    /// The isotopologues that lines may belong to.
    virtual std::span<Isotopologue const> isotopologues() const = 0;
    /// Names of the line-shape parameters (ProfileTable::columns).
    virtual std::vector<std::string> profile_columns() const = 0;
    virtual std::uint64_t parts() const = 0;
    /// A reader of part 0 ... parts() - 1. Local. \throws BadInput if it cannot be opened
    virtual std::unique_ptr<LineReader> read(std::uint64_t part) const = 0;
    /// Files that the lines come from: for provenance.
    virtual std::vector<std::filesystem::path> files() const = 0;
    /// What the list is: for people.
    virtual std::string title() const = 0;
};

inline void LinePiece::clear() {
    position.clear();
    log_strength.clear();
    lower_energy.clear();
    isotopologue.clear();
    profile.clear();
    without_strength = 0;
}

}  // namespace vespa::lbl

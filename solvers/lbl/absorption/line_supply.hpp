#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "lbl/lines/stored_lines.hpp"

namespace vespa::lbl {

/// Lines by position, wherever they lie. Local.
class LineSupply {
  public:
    virtual ~LineSupply() = default;
    virtual std::vector<Isotopologue> const& isotopologues() const = 0;
    /// Names of the line-shape parameters that lines may have.
    virtual std::vector<std::string> const& profile_columns() const = 0;
    /// How many lines have from <= position <= to, cm-1; at least roughly.
    virtual std::uint64_t count(double from, double to) const = 0;
    /// They. \throws BadInput, std::runtime_error
    virtual StoredLines between(double from, double to) const = 0;
};

/// Lines that this rank holds.
std::shared_ptr<LineSupply const> lines_in_memory(StoredLines lines);

/// Lines of a store of whatever size, of which only what is asked for is read.
std::shared_ptr<LineSupply const> lines_in_store(std::filesystem::path const& path);

}  // namespace vespa::lbl

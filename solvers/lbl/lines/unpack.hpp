#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/lines/line_source.hpp"
#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/stored_lines.hpp"

namespace vespa::lbl {

/// An isotopologue that no line has.
inline constexpr std::uint32_t unused = ~std::uint32_t{0};

/// Appends a piece's lines, their parameters collected in `sets`. \throws BadInput for too many sets
void pack_piece(LinePiece const& piece, std::size_t columns, ProfileSets& sets,
                std::vector<PackedLine>& packed);

/// For each of `known` isotopologues its place among those that lines have, or `unused`.
std::vector<std::uint32_t> used_isotopologues(std::span<PackedLine const> lines, std::size_t known);

/// Gives the lines the final numbers of their sets and isotopologues.
void renumber(std::span<PackedLine> lines, std::span<std::uint32_t const> set_place,
              std::span<std::uint32_t const> isotopologue_place);

/// The columns of the lines; isotopologues and profiles are left to the caller.
StoredLines unpacked(std::span<PackedLine const> lines);

}  // namespace vespa::lbl

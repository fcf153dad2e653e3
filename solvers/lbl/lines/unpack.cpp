#include "lbl/lines/unpack.hpp"

namespace vespa::lbl {

void pack_piece(LinePiece const& piece, std::size_t columns, ProfileSets& sets,
                std::vector<PackedLine>& packed) {
    std::span const profile(piece.profile);
    for (std::size_t i = 0; i < piece.size(); ++i) {
        packed.push_back(pack(piece.position[i], piece.log_strength[i], piece.lower_energy[i],
                              sets.number_of(profile.subspan(i * columns, columns)), piece.isotopologue[i]));
    }
}

std::vector<std::uint32_t> used_isotopologues(std::span<PackedLine const> lines, std::size_t known) {
    std::vector<std::uint32_t> place(known, unused);
    for (auto const& line : lines)
        place[line.isotopologue] = 0;
    std::uint32_t next = 0;
    for (auto& p : place)
        if (p != unused) p = next++;
    return place;
}

void renumber(std::span<PackedLine> lines, std::span<std::uint32_t const> set_place,
              std::span<std::uint32_t const> isotopologue_place) {
    for (auto& line : lines) {
        line.profile = set_place[line.profile];
        line.isotopologue = isotopologue_place[line.isotopologue];
    }
}

StoredLines unpacked(std::span<PackedLine const> lines) {
    StoredLines result;
    auto const n = lines.size();
    result.position.reserve(n);
    result.log_strength.reserve(n);
    result.lower_energy.reserve(n);
    result.isotopologue.reserve(n);
    result.profile.reserve(n);
    for (auto const& line : lines) {
        result.position.push_back(line.position);
        result.log_strength.push_back(line.log_strength * log_strength_unit);
        result.lower_energy.push_back(line.lower_energy * lower_energy_unit);
        result.isotopologue.push_back(static_cast<std::uint8_t>(line.isotopologue));
        result.profile.push_back(line.profile);
    }
    return result;
}

}  // namespace vespa::lbl

#include <algorithm>
#include <numeric>

#include "lbl/lines/line_source.hpp"
#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/stored_lines.hpp"
#include "lbl/lines/unpack.hpp"

namespace vespa::lbl {

StoredLines read_all(LineSource const& source) {
    auto const columns = source.profile_columns();
    ProfileSets sets(columns.size());
    std::vector<PackedLine> packed;
    LinePiece piece;
    for (std::uint64_t part = 0; part < source.parts(); ++part) {
        auto const reader = source.read(part);
        while (reader->next(piece))
            pack_piece(piece, columns.size(), sets, packed);
    }
    auto const known = source.isotopologues();
    auto const used = used_isotopologues(packed, known.size());
    auto const order = ordered(sets.values(), columns.size());
    renumber(packed, order.place, used);
    std::sort(packed.begin(), packed.end(), stands_before);
    auto lines = unpacked(packed);
    for (std::size_t i = 0; i < known.size(); ++i)
        if (used[i] != unused) lines.isotopologues.push_back(known[i]);
    lines.profiles = table_of(columns, order.values);
    return lines;
}

}  // namespace vespa::lbl

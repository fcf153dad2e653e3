// HITRAN and HITEMP records.
#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/isotopologue.hpp"
#include "sound_lines.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = fuzz::text_of(data, size);
    return fuzz::refused_or_read([&] {
        auto const reader = lbl::read_par(lbl::TextLines(lbl::bytes_of(std::string(bytes)), "input"));
        fuzz::expect_sound(*reader, 4, lbl::hitran_isotopologues().size());
    });
}

// A list of ExoMol: definition, states, transitions, broadening and partition sum, parted by record
// separators.
#include "lbl/lines/catalogue/open_source.hpp"
#include "sound_lines.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto parts = fuzz::parts_of(fuzz::text_of(data, size), 5);
    parts.resize(5);
    auto const definition = fuzz::write_file("12C-16O__X.def", parts[0]);
    fuzz::write_file("12C-16O__X.states", parts[1]);
    fuzz::write_file("12C-16O__X.trans", parts[2]);
    fuzz::write_file("12C-16O__air.broad", parts[3]);
    fuzz::write_file("12C-16O__X.pf", parts[4]);
    return fuzz::refused_or_read([&] {
        auto const list = lbl::open_source({definition});
        for (std::uint64_t part = 0; part < list->parts(); ++part)
            fuzz::expect_sound(*list->read(part), list->profile_columns().size(),
                               list->isotopologues().size());
    });
}

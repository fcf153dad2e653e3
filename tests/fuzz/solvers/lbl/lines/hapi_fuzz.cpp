// A table of HAPI: its header, and after a record separator its records.
#include "lbl/lines/catalogue/hapi_source.hpp"
#include "lbl/lines/isotopologue.hpp"
#include "sound_lines.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    return fuzz::refused_or_read([&] {
        auto const header = lbl::parse_hapi_header(std::string(parts[0]), "input.header");
        auto const columns = header.columns.size();
        auto records = lbl::bytes_of(std::string(parts.size() > 1 ? parts[1] : ""));
        auto const reader = lbl::read_hapi(lbl::TextLines(std::move(records), "input.data"), header);
        fuzz::expect_sound(*reader, columns, lbl::hitran_isotopologues().size());
    });
}

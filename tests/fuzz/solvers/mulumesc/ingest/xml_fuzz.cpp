// VOTables and PDS4 labels: the document, and after a record separator the file that a label names, data.tab.
#include "sound_source.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const file = fuzz::write_file("spectra.xml", parts[0]);
    fuzz::write_file("data.tab", parts.size() > 1 ? parts[1] : "");
    return fuzz::open_and_read(file, {});
}

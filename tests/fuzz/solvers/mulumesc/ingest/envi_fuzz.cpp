// ENVI cubes and libraries: the header, and after a record separator the numbers.
#include "sound_source.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const header = fuzz::write_file("cube.hdr", parts[0]);
    fuzz::write_file("cube.img", parts.size() > 1 ? parts[1] : "");
    return fuzz::open_and_read(header, {});
}

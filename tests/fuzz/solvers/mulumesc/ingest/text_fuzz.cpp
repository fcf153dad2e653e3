// Texts of spectra: tables, RELAB, ECOSTRESS, splib07 with its wavelengths in another file.
#include "sound_source.hpp"

using namespace vespa;

/// The text, and after a record separator the wavelengths of splib07.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 3);
    mulumesc::Reading reading;
    reading.missing.values = {-999};
    auto const file = fuzz::write_file("spectra.txt", parts[0]);
    if (parts.size() > 1) reading.wavelength_file = fuzz::write_file("wavelengths.txt", parts[1]);
    if (parts.size() > 2) reading.width_file = fuzz::write_file("widths.txt", parts[2]);
    return fuzz::open_and_read(file, reading);
}

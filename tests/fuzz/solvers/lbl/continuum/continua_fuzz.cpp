// Collision-induced absorption, the water continuum and aerosols: the first byte chooses the format.
#include <sstream>

#include "fuzz/support/input_files.hpp"
#include "lbl/continuum/aerosol.hpp"
#include "lbl/continuum/collision_induced.hpp"
#include "lbl/continuum/mt_ckd.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const choice = data[0];
    std::string const content(fuzz::text_of(data + 1, size - 1));
    return fuzz::refused_or_read([&] {
        std::istringstream text(content);
        if (choice == 'h') {
            lbl::read_hitran_cia(text, "input");
        } else if (choice == 'b') {
            lbl::read_borysow_cia(text, "input");
        } else if (choice == 'w') {
            lbl::read_water_continuum(text, "input");
        } else if (choice == 'a') {
            lbl::check(lbl::read_aerosol_table(text, "input"), "input");
        } else if (choice == 'f') {
            lbl::read_cia_file(fuzz::write_file("table.cia", content));
        } else {
            lbl::read_water_continuum_file(fuzz::write_file("water.nc", content));
        }
    });
}

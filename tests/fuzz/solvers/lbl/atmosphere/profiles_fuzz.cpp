// Atmospheric profiles: the first byte chooses the format.
#include <cmath>
#include <sstream>

#include "fuzz/support/input_files.hpp"
#include "lbl/atmosphere/read_profile.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const choice = data[0];
    std::string const content(fuzz::text_of(data + 1, size - 1));
    return fuzz::refused_or_read([&] {
        std::istringstream text(content);
        auto const profile = choice == 't'   ? lbl::read_profile_table(text, "input")
                             : choice == 'r' ? lbl::read_rfm_profile(text, "input")
                             : choice == 'a' ? lbl::read_afgl_profile(text, "input")
                             : choice == 'n' ? lbl::read_nemesis_profile(text, "input")
                                             : lbl::read_profile_file(fuzz::write_file("profile", content));
        for (double const p : profile.pressure)
            fuzz::promise(std::isfinite(p));
        for (double const t : profile.temperature)
            fuzz::promise(std::isfinite(t));
    });
}

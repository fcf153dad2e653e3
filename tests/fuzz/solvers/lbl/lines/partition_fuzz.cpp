// Partition sums as texts: the first byte chooses states of ExoMol, or levels and tables.
#include <cmath>

#include "fuzz/support/input_files.hpp"
#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const name = data[0] == 's' ? "input.states" : "input.pf";
    auto const file = fuzz::write_file(name, fuzz::text_of(data + 1, size - 1));
    auto const& carbon_monoxide = lbl::hitran_isotopologues()[*lbl::find_isotopologue(5, 1)];
    return fuzz::refused_or_read([&] {
        auto const sum = lbl::read_partition_sum(file, carbon_monoxide);
        fuzz::promise(sum->value(296) > 0);
    });
}

// The columns of the store that hold JSON: damaged, or of another program.
#include "fuzz/support/inputs.hpp"
#include "store/job_json.hpp"
#include "store/store.hpp"

using namespace vespa;
using namespace vespa::uws;

namespace {

/// What was read is written so that it is read the same.
template <class Write, class Read>
void round_trip(std::string const& text, Write const& write, Read const& read) {
    Job job, again;
    if (!fuzz::was_read<StoreError>([&] { read(job, text); })) return;
    std::string const written = write(job);
    // the writer makes bytes that are not UTF-8 into U+FFFD
    fuzz::promise(fuzz::was_read<StoreError>([&] { read(again, written); }) && write(again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(fuzz::text_of(data, size));
    round_trip(text, parameters_to_json, read_parameters);
    round_trip(text, results_to_json, read_results);
    round_trip(text, error_to_json, read_error);
    round_trip(text, kinship_to_json, read_kinship);
    return 0;
}

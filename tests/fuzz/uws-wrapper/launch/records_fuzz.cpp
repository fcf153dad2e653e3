// What stands in the folder of a job: written by the shim or by the program, so possibly by anybody.
#include <cmath>

#include "fuzz/support/inputs.hpp"
#include "launch/launch_error.hpp"
#include "launch/progress.hpp"
#include "launch/records.hpp"
#include "launch/spec.hpp"

using namespace vespa;
using namespace vespa::uws;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    JobFolder const folder(fuzz::folder());
    for (auto const& file : {folder.spec(), folder.shim(), folder.exit(), folder.progress()})
        fuzz::write_file(file.filename().string(), text);
    fuzz::was_read<LaunchError>([&] { check(read_spec(folder)); });
    fuzz::was_read<LaunchError>([&] { fuzz::promise(read_shim_record(folder)->shim.pid > 0); });
    fuzz::was_read<LaunchError>([&] { fuzz::promise(std::isfinite(read_exit_record(folder)->wall_s)); });
    if (auto const progress = read_progress(folder))
        fuzz::promise(progress->fraction >= 0 && progress->fraction <= 1);
    return 0;
}

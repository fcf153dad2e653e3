#include "drivers/raytrace/ray_list.hpp"

#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/transfer.hpp"
#include "drivers/raytrace/csv_rays.hpp"
#include "drivers/raytrace/hdf5_rays.hpp"
#include "drivers/raytrace/launches.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {

namespace {

/// Whether the file begins as HDF5 files do; those that keep room for another header in front do not count.
bool is_hdf5(std::filesystem::path const& file) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    std::string begin(signature.size(), '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin == signature;
}

ListUnits units_of(Settings const& settings, planet::Body const& body) {
    if (settings.source_file.empty()) {
        throw BadInput("source = list needs a file", "--source-file", "a CSV or HDF5 file of rays");
    }
    ListUnits units{body.equatorial_radius_m, unit_of_length(settings, body), {}};
    for (auto const& name : settings.modes)
        units.mode = radio_driver::mode_named(name, "--modes");
    if (settings.modes.size() > 1) units.mode.reset();  // which of them a ray has, its list must say
    return units;
}

}  // namespace

raytrace::Launch RayList::at(std::uint64_t ray) const {
    auto const block = ray / block_rays;
    if (block != kept_) {
        rays_ = read_block(block);
        kept_ = block;
    }
    return rays_.at(ray % block_rays);
}

std::unique_ptr<raytrace::LaunchSource> open_ray_list(parallel::Communicator const& communicator,
                                                      std::filesystem::path const& file,
                                                      ListUnits const& units) {
    int is_binary = 0;
    CsvIndex index;
    parallel::on_root(communicator, [&] {
        is_binary = is_hdf5(file);
        if (!is_binary) index = index_csv_rays(file, units);
    });
    if (parallel::broadcast(communicator, is_binary) != 0) {
        return parallel::in_agreement(communicator, [&]() -> std::unique_ptr<raytrace::LaunchSource> {
            return std::make_unique<Hdf5Rays>(file, units);
        });
    }
    index.head = parallel::broadcast(communicator, index.head);
    index.blocks = parallel::broadcast(communicator, index.blocks);
    return std::make_unique<CsvRays>(file, units, std::move(index));
}

std::unique_ptr<raytrace::LaunchSource> open_ray_list(parallel::Communicator const& communicator,
                                                      Settings const& settings, planet::Body const& body) {
    auto const units = parallel::in_agreement(communicator, [&] { return units_of(settings, body); });
    return open_ray_list(communicator, settings.source_file, units);
}

}  // namespace vespa::raytrace_driver

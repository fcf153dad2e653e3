#include "drivers/mulumesc/positions.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/record/file.hpp"

namespace vespa::mulumesc_driver {

namespace {

std::vector<double> list_of(record::File const& file, std::string const& name, std::uint64_t count) {
    auto const dataset = file.root().dataset(name);
    if (dataset.shape().size() != 1 || dataset.rows() != count)
        throw BadInput(fmt::format("has {} rows of {} numbers", dataset.rows(), dataset.row_size()),
                       dataset.where(), fmt::format("a number for each of {} spectra", count));
    return dataset.read<double>();
}

void write_list(parallel::Communicator const& communicator, record::Group spectra, char const* name,
                char const* ucd, std::vector<double> const& values) {
    spectra.create<double>(name, {values.size()}, {"deg", "of the spectrum, as its file has it", ucd})
        .write_rows(0, communicator.is_root() ? values : std::vector<double>{});
}

}  // namespace

Positions read_positions(std::filesystem::path const& file, std::string const& longitude,
                         std::string const& latitude, std::uint64_t count) {
    auto const from = record::File::open_alone(file);
    return {list_of(from, longitude, count), list_of(from, latitude, count)};
}

void write_positions(parallel::Communicator const& communicator, record::Group root,
                     Positions const& positions) {
    auto spectra = root.group("spectra");
    write_list(communicator, spectra, "longitude", "pos.bodyrc.lon", positions.longitude);
    write_list(communicator, spectra, "latitude", "pos.bodyrc.lat", positions.latitude);
}

}  // namespace vespa::mulumesc_driver

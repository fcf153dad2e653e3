#include "mulumesc/ingest/open_source.hpp"

#include "core/errors/bad_input.hpp"
#include "mulumesc/ingest/envi_cube.hpp"
#include "mulumesc/ingest/hdf5_cube.hpp"
#include "mulumesc/ingest/text_table.hpp"

namespace vespa::mulumesc {

std::unique_ptr<SpectrumSource> open_source(std::filesystem::path const& file, Reading const& reading) {
    if (reading.scale && !(*reading.scale > 0))
        throw BadInput("the scale is " + std::to_string(*reading.scale), file.string(), "above 0");
    if (looks_like_hdf5(file)) return open_hdf5(file, reading);
    if (auto const envi = find_envi(file)) return open_envi(*envi, reading);
    return source_of(read_text_table(file, reading), reading);
}

}  // namespace vespa::mulumesc

#pragma once
#include <filesystem>

#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "mulumesc/match/library.hpp"

namespace vespa::mulumesc {

/// Writes a library into a group of a file: attributes `library_format` (1), `title`, `method`; axis/
/// wavelength, channel_width, good; entries/name, reflectance [entry][channel], band_first, band_count;
/// bands/ the columns of a list of bands. All ranks pass the same. \collective
void write_library(parallel::Communicator const& communicator, record::Group group, Library const& library);

/// Reads what write_library() wrote into the root of a file. Local. \throws AgreedError or BadInput, which
/// name the file and the dataset, for what is no library or does not fit together
Library read_library(std::filesystem::path const& file);

}  // namespace vespa::mulumesc

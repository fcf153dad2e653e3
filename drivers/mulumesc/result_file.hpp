#pragma once
#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "drivers/mulumesc/endmembers.hpp"
#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc_driver {

/// Writes /axis, the group /spectra with the spectra's names, and what the source says of itself. \collective
void write_source(parallel::Communicator const& communicator, record::Group root,
                  mulumesc::SourceDescription const& source, mulumesc::SpectralAxis const& axis);

/// Writes /endmembers: the endmembers as they are used. \collective
void write_endmembers(parallel::Communicator const& communicator, record::Group root,
                      Endmembers const& endmembers, std::uint64_t channels);

}  // namespace vespa::mulumesc_driver

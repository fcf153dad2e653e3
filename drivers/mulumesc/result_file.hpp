#pragma once
#include "core/parallel/communicator.hpp"
#include "core/parallel/share.hpp"
#include "core/record/group.hpp"
#include "drivers/mulumesc/analysis.hpp"
#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc_driver {

/// The datasets that rows of channels are written to while the run goes on.
struct KeptRows {
    record::Dataset reflectance, continuum;
};

/// Writes /axis and what the source says of itself. \collective
void write_source(parallel::Communicator const& communicator, record::Group root,
                  mulumesc::SourceDescription const& source, mulumesc::SpectralAxis const& axis);

/// Makes /spectra with reflectance and continuum. \collective
KeptRows create_kept_rows(record::Group spectra, std::uint64_t count, std::uint64_t channels);

/// Writes what is found in this rank's spectra to /spectra and /bands, as README.md says. \return bands of
/// all ranks \collective
std::uint64_t write_findings(parallel::Communicator const& communicator, record::Group root,
                             parallel::Range mine, std::uint64_t count, Findings const& findings);

}  // namespace vespa::mulumesc_driver

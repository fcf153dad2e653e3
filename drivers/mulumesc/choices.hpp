#pragma once
#include "drivers/mulumesc/settings.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc_driver {

mulumesc::Reading reading_of(Settings const& settings);

/// The source's axis without the channels that --masked names. \throws BadInput for ends that make no pairs
/// or hold no channel
mulumesc::SpectralAxis masked_axis(Settings const& settings, mulumesc::SpectralAxis axis);

/// \throws BadInput for anchors that are not two, or given for another continuum
mulumesc::ContinuumChoice continuum_of(Settings const& settings);

/// \throws BadInput for ranges that make no pairs, are absent, or are given for another method
mulumesc::BandSearch search_of(Settings const& settings);

/// The name of the method as it stands in results.
std::string name_of(Method method);
/// What stands beside it.
std::string note_on(Method method);

}  // namespace vespa::mulumesc_driver

#pragma once
#include "drivers/mulumesc/fit_stage.hpp"
#include "drivers/mulumesc/settings.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/crism/parameter_table.hpp"
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

/// \pre fits are asked for
/// \throws BadInput for bands or a shape that --fit has no use for, and for bands that cannot be
FitPlan fit_plan_of(Settings const& settings, bool noise_given);

/// The axis with the channels outside --fit-range left out. \throws BadInput for ends that make no pair, are
/// given without --fit, or hold no channel
mulumesc::SpectralAxis fit_axis_of(Settings const& settings, mulumesc::SpectralAxis axis);

/// \throws BadInput for ends that do not rise
mulumesc::TwoBandRegions regions_of(Settings const& settings);

/// \throws BadInput for what is given without --endmember-library, or an angle without --mixing=intimate
mulumesc::UnmixingOptions unmixing_of(Settings const& settings);

/// \throws BadInput for what --match-library has no use for, and a measure that needs bands without any
mulumesc::MatchOptions match_options_of(Settings const& settings);

/// The table of formulas, none where none is asked for. \throws BadInput for a table that --parameters has no
/// use for, an absent or a bad one
std::optional<mulumesc::ParameterTable> parameter_table_of(Settings const& settings);

/// The name of the method as it stands in results.
std::string name_of(Method method);
/// What stands beside it.
std::string note_on(Method method);

}  // namespace vespa::mulumesc_driver

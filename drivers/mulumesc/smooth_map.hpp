#pragma once
#include "core/parallel/share.hpp"
#include "core/record/group.hpp"
#include "drivers/mulumesc/endmembers.hpp"
#include "mulumesc/ingest/source.hpp"
#include "mulumesc/unmixing/unmix.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// What a map of abundances whose neighbours are tied needs to know.
struct SmoothMapPlan {
    mulumesc::SpectralAxis const& axis;
    Endmembers const& endmembers;
    mulumesc::UnmixingOptions const& unmixing;
    double smoothness = 0;  ///< λ, above 0
    std::optional<double> noise = {};
};

/// --abundance-smoothness: reads this rank's spectra once more, finds the abundances of all pixels together
/// and writes them beside those of each pixel alone: /abundances/smooth_fraction, smooth_rms, smooth_part.
/// Tells of the search in the run's sidecar. \param mine  whole lines \return false where the run was stopped
/// before its end: nothing is written \collective
bool write_smooth_map(shell::Run& run, mulumesc::SpectrumSource& source, SmoothMapPlan const& plan,
                      parallel::Range mine, record::Group abundances);

}  // namespace vespa::mulumesc_driver

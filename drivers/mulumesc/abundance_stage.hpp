#pragma once
#include "drivers/mulumesc/endmembers.hpp"
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/unmixing/unmix.hpp"

namespace vespa::mulumesc_driver {

/// Abundances of endmembers: /abundances.
class AbundanceStage final : public Stage {
  public:
    AbundanceStage(mulumesc::SpectralAxis const& axis, Endmembers endmembers,
                   mulumesc::UnmixingOptions const& options);

    void work(Block& block) override;

  private:
    void describe(record::Group group) const override;

    mulumesc::SpectralAxis axis_;
    Endmembers endmembers_;
    mulumesc::UnmixingOptions options_;
    ColumnOf<double>&fraction_, &rms_;
    ColumnOf<std::uint32_t>& channels_;
    ColumnOf<std::uint8_t>& end_;
};

}  // namespace vespa::mulumesc_driver

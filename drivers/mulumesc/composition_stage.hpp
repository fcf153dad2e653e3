#pragma once
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/composition/calibrations.hpp"
#include "mulumesc/composition/two_bands.hpp"

namespace vespa::mulumesc_driver {

/// Bands I and II, and what the published relations make of them: /composition.
class CompositionStage final : public Stage {
  public:
    /// \pre the regions are checked
    CompositionStage(mulumesc::SpectralAxis const& axis, mulumesc::TwoBandRegions const& regions);

    void work(Block& block) override;

  private:
    /// An estimate and its error.
    struct Pair {
        ColumnOf<double>*value = nullptr, *error = nullptr;
        void add(mulumesc::Estimate const& estimate);
    };
    struct BandColumns {
        ColumnOf<double>*centre = nullptr, *centre_error = nullptr, *depth = nullptr, *width = nullptr;
        ColumnOf<std::uint16_t>* flags = nullptr;
        void add(mulumesc::Band const& band);
    };
    BandColumns band_columns(std::string const& name, std::string const& words);
    Pair pair(std::string const& name, std::string const& unit, std::string const& description);
    void describe(record::Group group) const override;

    mulumesc::TwoBandFinder finder_;
    BandColumns first_, second_;
    ColumnOf<double>& area_ratio_;
    std::vector<Pair> relations_;
    Pair gaffey_fs_, gaffey_wo_;
};

}  // namespace vespa::mulumesc_driver

#pragma once
#include "drivers/mulumesc/settings.hpp"
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"

namespace vespa::mulumesc_driver {

/// What became of a spectrum.
enum class SpectrumState : std::int8_t { not_computed = 0, done = 1, too_few_channels = 2 };

/// What detection and its columns need to know.
struct BandChoices {
    mulumesc::ContinuumChoice continuum = {};
    mulumesc::BandSearch search = {};
    bool finds_bands = true;
    Precision precision = Precision::single_precision;
    bool keeps_continuum = false;
};

/// Continuum, detection and band parameters: /spectra and /bands.
class BandStage final : public Stage {
  public:
    /// \pre the choices are checked
    BandStage(mulumesc::SpectralAxis const& axis, BandChoices const& choices);

    void work(Block& block) override;

  private:
    template <class T>
    void analyse(Block& block);
    /// What is known of a spectrum whatever its bands.
    template <class T>
    void add_state(std::span<T const> ratio, std::span<double const> noise);
    void add(mulumesc::Band const& band);

    mulumesc::SpectralAxis axis_;
    BandChoices choices_;
    mulumesc::BandFinder finder_;
    ColumnOf<float>*reflectance_ = nullptr, *continuum_ = nullptr;
    ColumnOf<std::int8_t>& state_;
    ColumnOf<float>& noise_;
    ColumnOf<std::uint32_t>& masked_;
    std::vector<ColumnOf<double>*> values_;
    ColumnOf<std::int32_t>* range_ = nullptr;
    ColumnOf<std::uint16_t>* flags_ = nullptr;
};

}  // namespace vespa::mulumesc_driver

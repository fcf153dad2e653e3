#pragma once
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/fits/mafic_models.hpp"

namespace vespa::mulumesc_driver {

/// How bands are fitted.
struct FitPlan {
    /// Models to be fitted, of which the one of lowest BIC is kept; none: each spectrum's detected bands.
    std::vector<mulumesc::NamedModel> models;
    mulumesc::BandShape shape = mulumesc::BandShape::gaussian;
    mulumesc::FitOptions options = {};
    bool noise_known = false;  ///< else all channels weigh the same in ln R
};

/// Fits of band models: /fits and /fitted_bands.
class FitStage final : public Stage {
  public:
    /// \param axis  with the channels to be fitted good \pre the plan is checked
    FitStage(mulumesc::SpectralAxis const& axis, FitPlan const& plan);

    void work(Block& block) override;

  private:
    /// A spectrum's fit among those of a batch.
    struct Place {
        mulumesc::FitResult const* fits = nullptr;
        std::size_t row = 0;
        std::uint8_t model = 0;
        double information = 0;
    };
    void describe(record::Group group) const override;
    void add(std::uint64_t spectrum, Place const& place);
    void add_band(mulumesc::FitResult const& fits, std::size_t row, std::size_t band);
    mulumesc::Spectra<double> some(Block const& block, std::vector<std::size_t> const& which);
    void fit_models(Block const& block);
    void fit_detected(Block const& block);

    mulumesc::SpectralAxis axis_;
    FitPlan plan_;
    std::vector<double> reflectance_, noise_;
    ColumnOf<std::uint8_t>&model_, &end_, &flags_;
    ColumnOf<std::uint32_t>&channels_, &evaluations_;
    ColumnOf<double>&chi2_, &information_, &condition_, &offset_, &offset_error_, &slope_, &slope_error_;
    ColumnOf<std::uint8_t>* place_ = nullptr;
    std::vector<ColumnOf<double>*> band_values_;  ///< value and error of each parameter in turn
};

}  // namespace vespa::mulumesc_driver

#pragma once
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/crism/summary_parameters.hpp"

namespace vespa::mulumesc_driver {

/// Summary parameters by the formulas of a table: /parameters.
class ParameterStage final : public Stage {
  public:
    ParameterStage(mulumesc::ParameterTable const& table, mulumesc::SpectralAxis const& axis);

    void work(Block& block) override;

  private:
    void describe(record::Group group) const override;

    std::string title_, source_;
    mulumesc::SummaryParameters parameters_;
    std::vector<ColumnOf<double>*> values_;
    ColumnOf<std::uint8_t>& flags_;
};

}  // namespace vespa::mulumesc_driver

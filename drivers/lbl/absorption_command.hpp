#pragma once
#include <vector>

#include "drivers/lbl/gases.hpp"
#include "drivers/lbl/line_options.hpp"
#include "lbl/absorption/absorption.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

/// vespa-lbl absorption: cross sections of gases at given temperatures and pressures.
class AbsorptionCommand final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    lbl::AbsorptionProblem problem() const;

    LineOptions lines_;
    GridOptions grid_;
    std::vector<double> temperatures_, pressures_;
    std::vector<std::string> composition_;
    bool all_pairs_ = false;
    Gases gases_;
    lbl::AbsorptionProblem problem_;
};

}  // namespace vespa::lbl_driver

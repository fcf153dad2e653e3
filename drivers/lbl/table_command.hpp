#pragma once
#include <optional>
#include <string>
#include <vector>

#include "drivers/lbl/gases.hpp"
#include "drivers/lbl/k_bins.hpp"
#include "drivers/lbl/line_options.hpp"
#include "lbl/absorption/absorption.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

class BlockFile;

/// vespa-lbl table: cross sections of one gas, or their k-distributions, on a grid of temperatures and
/// pressures, in the layout that TauREx and its like read.
class TableCommand final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    lbl::AbsorptionProblem problem(shell::Run const& run);
    void write_axes(shell::Run const& run, BlockFile& file) const;
    lbl::BlockOutcome write_cross_sections(shell::Run& run, BlockFile& file) const;
    lbl::BlockOutcome write_k(shell::Run& run, BlockFile& file) const;
    void declare_errors(BlockFile& file) const;
    void summarise_errors(shell::Run& run, BlockFile& file) const;
    lbl::BlockPlan columns() const;

    LineOptions lines_;
    GridOptions grid_;
    KOptions k_;
    std::vector<double> temperatures_, pressures_;
    std::vector<std::string> composition_;
    Gases gases_;
    std::optional<KBins> bins_;
    lbl::AbsorptionProblem problem_;
};

}  // namespace vespa::lbl_driver

#pragma once
#include <memory>
#include <string>
#include <vector>

#include "lbl/lines/line_source.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

/// vespa-lbl convert: a list of lines as others publish it, made a store.
class ConvertCommand final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    std::vector<std::string> sources_;
    std::string citation_, scratch_;
    double memory_gb_ = 1;
    std::unique_ptr<lbl::LineSource> source_;
};

}  // namespace vespa::lbl_driver

#pragma once
#include "core/record/votable.hpp"
#include "shell/program.hpp"

namespace vespa::export_driver {

/// vespa-export: a finished result in another format.
class Export final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    enum class Format { votable, fits, vtk };

    std::filesystem::path result_;
    std::string table_ = "rays";
    std::string points_ = "samples";
    record::Serialization serialization_ = record::Serialization::binary2;
    Format format_ = Format::votable;
    bool is_spectra_ = false;
};

}  // namespace vespa::export_driver

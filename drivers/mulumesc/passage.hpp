#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "core/record/file.hpp"
#include "drivers/mulumesc/stage.hpp"
#include "mulumesc/ingest/source.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// The stages in the order of their work.
using Stages = std::vector<std::unique_ptr<Stage>>;

/// An earlier result of the same run that was stopped, to be gone on with.
class EarlierResult {
  public:
    /// \throws AgreedError, a bad input, where it was made with other options or inputs \collective
    EarlierResult(shell::Run& run, std::filesystem::path const& path);

    bool is_complete() const { return is_complete_; }
    /// Whether it has all of these spectra.
    bool has(parallel::Range spectra) const;
    record::Group root() const { return file_.root(); }

  private:
    record::File file_;
    bool is_complete_ = false;
    std::vector<std::int8_t> state_;
};

/// Goes through this rank's spectra block by block and writes what has one row a spectrum at once; all ranks
/// make as many steps, so that they may write and stop together.
class Passage {
  public:
    /// \param axis  the source's, with the channels that take no part marked
    Passage(shell::Run& run, mulumesc::SpectrumSource& source, mulumesc::SpectralAxis const& axis,
            std::optional<double> noise);

    /// This rank's spectra: whole lines of an image.
    parallel::Range mine() const { return mine_; }

    /// \return whether it was stopped before its end; what was not come to is blank \collective
    bool go(Stages& stages, EarlierResult const* earlier);

    /// Spectra that were worked on, of all ranks.
    std::uint64_t computed() const { return computed_; }

  private:
    void step(Stages& stages, parallel::Range now, EarlierResult const* earlier);

    shell::Run& run_;
    mulumesc::SpectrumSource& source_;
    mulumesc::SpectralAxis const& axis_;
    std::optional<double> noise_;
    parallel::Range mine_;
    std::uint64_t block_ = 1, computed_ = 0;
};

}  // namespace vespa::mulumesc_driver

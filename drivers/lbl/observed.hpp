#pragma once
#include "core/record/group.hpp"
#include "drivers/lbl/instrument_options.hpp"
#include "lbl/spectrum/spectrum.hpp"

namespace vespa::lbl_driver {

/// What an instrument sees of spectra: the tables /instrument (samples) and /bins of a result, made from its
/// radiance, transmittance and effective_radius. Of the radius the mean is that of its square: of the light
/// that is missing.
class Observed {
  public:
    Observed(Instrument const& instrument, lbl::SpectrumProblem const& problem)
        : instrument_(instrument), problem_(problem) {}

    /// Makes the tables in a new file, or finds them in one that is gone on with. \collective
    void create(parallel::Communicator const& ranks, record::Group root, bool is_there);

    /// Fills them from the finished spectra, each rank a share of them; the same bytes at any number of
    /// ranks. \collective
    void fill(parallel::Communicator const& ranks, record::Group root) const;

    /// The group that holds the spectra as they are handed on: "bins", "instrument", or the root's "".
    std::string last_group() const;

  private:
    /// A table of the fine spectra and what is made of it.
    struct Pair {
        lbl::SpectrumTable table;
        record::Dataset fine, seen;
    };
    std::vector<lbl::SpectrumTable> tables() const;
    std::vector<Pair> pairs(record::Group const& root, std::string const& group) const;
    void create_group(parallel::Communicator const& ranks, record::Group group,
                      std::vector<double> const& wavenumber) const;
    void fill_samples(std::vector<Pair> pairs, parallel::Range share) const;
    void fill_bins(std::vector<Pair> pairs, parallel::Range share) const;
    double value_of_bin(lbl::SpectrumTable const& table, double integral,
                        std::vector<double> const& ends) const;

    Instrument const& instrument_;
    lbl::SpectrumProblem const& problem_;
};

}  // namespace vespa::lbl_driver

#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "mulumesc/crism/evaluate.hpp"
#include "mulumesc/crism/parameter_table.hpp"
#include "mulumesc/crism/samples.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Computes the parameters of a table from spectra of one axis. Local; keeps its buffers.
class SummaryParameters {
  public:
    /// \param uses_kernels  false: each wavelength is that of one channel
    SummaryParameters(ParameterTable const& table, SpectralAxis const& axis, bool uses_kernels = true);

    /// Parameters of a spectrum in the order of the table. \param reflectance  of each channel; what is not
    /// finite takes no part \param values  one each, NaN where there is none \param flags  one each
    void operator()(std::span<double const> reflectance, std::span<double> values,
                    std::span<std::uint8_t> flags);

  private:
    FormulaSet set_;
    SpectralAxis axis_;
    std::vector<Kernel> kernels_;
    std::vector<double> medians_;
    std::vector<std::uint8_t> sample_flags_;
};

}  // namespace vespa::mulumesc

#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "mulumesc/crism/formula.hpp"
#include "mulumesc/crism/samples.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// What formulas of a spectrum are evaluated with. Values are NaN where they have none.
struct FormulaInput {
    FormulaSet const& set;
    SpectralAxis const& axis;
    std::vector<Kernel> const& kernels;          ///< of each sample
    std::span<double const> reflectance;         ///< of each channel
    std::span<double const> medians;             ///< of each sample
    std::span<std::uint8_t const> sample_flags;  ///< the same
    std::span<double const> values;              ///< of the parameters before
    std::span<std::uint8_t const> value_flags;   ///< the same
};

/// \param flags  gathers those of all samples, ranges and parameters that the formula uses
double evaluate(Formula const& formula, FormulaInput const& input, std::uint8_t& flags);

}  // namespace vespa::mulumesc

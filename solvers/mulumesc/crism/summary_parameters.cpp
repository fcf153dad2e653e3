#include "mulumesc/crism/summary_parameters.hpp"

#include <limits>

namespace vespa::mulumesc {

SummaryParameters::SummaryParameters(ParameterTable const& table, SpectralAxis const& axis, bool uses_kernels)
    : set_(table.set), axis_(axis), medians_(set_.samples.size()), sample_flags_(set_.samples.size()) {
    for (auto sample : set_.samples) {
        if (!uses_kernels) sample.kernel = 1;
        kernels_.push_back(kernel_of(sample, axis_));
    }
}

void SummaryParameters::operator()(std::span<double const> reflectance, std::span<double> values,
                                   std::span<std::uint8_t> flags) {
    for (std::size_t k = 0; k < kernels_.size(); ++k) {
        sample_flags_[k] = kernels_[k].flags;
        medians_[k] = std::numeric_limits<double>::quiet_NaN();
        if ((kernels_[k].flags & off_axis) == 0)
            medians_[k] = median_in(kernels_[k], axis_, reflectance, sample_flags_[k]);
    }
    FormulaInput const input{set_, axis_, kernels_, reflectance, medians_, sample_flags_, values, flags};
    for (std::size_t i = 0; i < set_.formulas.size(); ++i) {
        std::uint8_t own = 0;
        values[i] = evaluate(set_.formulas[i], input, own);
        flags[i] = own;
    }
}

}  // namespace vespa::mulumesc

#include "drivers/mulumesc/parameter_stage.hpp"

namespace vespa::mulumesc_driver {

namespace {

char const* const flag_bits =
    "1 off_axis: no channel within 20 nm of a wavelength, or none in a range, no value\n"
    "2 no_measurement: all channels of a kernel, or one of a range, are missing, no value\n"
    "4 some_missing: some channels of a kernel are missing, the median is that of the others\n"
    "8 wide_kernel: a kernel spans more than 6.55 nm x (channels + 2)\n"
    "16 undefined: a division by zero or the root of a negative number, no value";

}  // namespace

ParameterStage::ParameterStage(mulumesc::ParameterTable const& table, mulumesc::SpectralAxis const& axis)
    : Stage("parameters"),
      title_(table.title),
      source_(table.source),
      parameters_(table, axis),
      flags_(per_spectrum().add<std::uint8_t>(
          "flags",
          {"", "of each parameter in the order of the other datasets: sum of what is to be known",
           "meta.code.qual"},
          {table.names.size()})) {
    flags_.tell("bits", flag_bits);
    for (std::size_t i = 0; i < table.names.size(); ++i)
        values_.push_back(&per_spectrum().add<double>(
            table.names[i], {table.units[i], table.meanings[i], "phys.reflectance;arith"}));
}

void ParameterStage::describe(record::Group group) const {
    if (!title_.empty()) group.set("title", title_);
    if (!source_.empty()) group.set("source", source_);
}

void ParameterStage::work(Block& block) {
    std::vector<double> values(values_.size());
    std::vector<std::uint8_t> flags(values_.size());
    for (std::size_t i = 0; i < block.count; ++i) {
        parameters_(block.spectrum(i), values, flags);
        for (std::size_t k = 0; k < values.size(); ++k)
            values_[k]->values.push_back(values[k]);
        flags_.values.insert(flags_.values.end(), flags.begin(), flags.end());
    }
}

}  // namespace vespa::mulumesc_driver

// Tables of parameters, and what they make of a spectrum with a hole.
#include <cmath>
#include <sstream>

#include "fuzz/support/input_files.hpp"
#include "mulumesc/crism/summary_parameters.hpp"

using namespace vespa;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::istringstream text(std::string(fuzz::text_of(data, size)));
    return fuzz::refused_or_read([&] {
        auto const table = mulumesc::read_parameter_table(text, "input");
        mulumesc::SpectralAxis axis;
        std::vector<double> y;
        for (int i = 0; i < 60; ++i) {
            axis.wavelength.push_back(0.5 + 0.04 * i);
            y.push_back(i % 17 == 3 ? std::nan("") : 0.3 + 0.1 * std::sin(i));
        }
        axis.good.assign(60, 1);
        std::vector<double> values(table.names.size());
        std::vector<std::uint8_t> flags(values.size());
        mulumesc::SummaryParameters(table, axis)(y, values, flags);
        for (std::size_t i = 0; i < values.size(); ++i)
            fuzz::promise(std::isfinite(values[i]) || (std::isnan(values[i]) && flags[i] != 0));
    });
}

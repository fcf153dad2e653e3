#include "drivers/mulumesc/block.hpp"

#include <algorithm>
#include <limits>

#include "mulumesc/ingest/noise.hpp"

namespace vespa::mulumesc_driver {

Block block_of(mulumesc::SpectralAxis const& axis, std::uint64_t first, mulumesc::SpectrumBlock read,
               std::optional<double> noise) {
    auto const n = axis.channels();
    Block block{.first = first,
                .count = read.reflectance.size() / n,
                .channels = n,
                .reflectance = std::move(read.reflectance),
                .noise = std::move(read.noise)};
    auto& y = block.reflectance;
    for (std::size_t i = 0; i < y.size(); ++i)
        if (!(y[i] > 0) || !axis.good[i % n]) y[i] = std::numeric_limits<double>::quiet_NaN();
    if (noise) {
        block.noise.assign(y.size(), *noise);
    } else if (block.noise.empty()) {
        for (std::size_t i = 0; i < block.count; ++i)
            block.noise.insert(block.noise.end(), n, mulumesc::noise_of(axis, block.spectrum(i)));
    }
    return block;
}

}  // namespace vespa::mulumesc_driver

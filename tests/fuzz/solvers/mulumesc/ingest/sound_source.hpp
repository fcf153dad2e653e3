#pragma once
#include <algorithm>
#include <cmath>

#include "fuzz/support/input_files.hpp"
#include "mulumesc/ingest/hdf5_cube.hpp"
#include "mulumesc/ingest/open_source.hpp"

namespace vespa::fuzz {

/// Reads all of a source, some spectra at a time, and holds it to what its declaration says.
inline void expect_sound(mulumesc::SpectrumSource& source) {
    auto const& is = source.is();
    auto const n = is.axis.channels();
    promise(n > 0 && is.axis.good.size() == n && (is.axis.width.empty() || is.axis.width.size() == n));
    for (std::size_t i = 0; i < n; ++i) {
        promise(is.axis.wavelength[i] >= 0.05 && is.axis.wavelength[i] <= 250);
        promise(i == 0 || is.axis.wavelength[i] > is.axis.wavelength[i - 1]);
    }
    promise(is.names.empty() || is.names.size() == is.count);
    promise(is.samples == 0 || is.lines * is.samples == is.count);
    std::uint64_t const step = 7, most = 100;
    for (std::uint64_t first = 0; first < std::min(is.count, most); first += step) {
        auto const count = std::min(step, is.count - first);
        auto const block = source.read(first, count);
        promise(block.reflectance.size() == count * n);
        promise(block.noise.size() == (is.has_noise ? count * n : 0));
        for (double const value : block.reflectance)
            promise(!std::isinf(value));
        for (double const sigma : block.noise)
            promise(std::isnan(sigma) || sigma > 0);
    }
}

/// Opens a file and reads it whole; HDF5, whose reader needs MPI, is passed over.
inline int open_and_read(std::filesystem::path const& file, mulumesc::Reading const& reading) {
    if (mulumesc::looks_like_hdf5(file)) return 0;
    return refused_or_read([&] { expect_sound(*mulumesc::open_source(file, reading)); });
}

}  // namespace vespa::fuzz

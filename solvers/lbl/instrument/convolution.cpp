#include "lbl/instrument/convolution.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

std::int64_t ceiling(std::int64_t a, std::int64_t b) {
    return a >= 0 ? (a + b - 1) / b : -(-a / b);
}

/// Eight sums side by side, so that the compiler uses lanes; the same on every machine.
double dot(double const* a, double const* b, std::size_t n) {
    double sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8)
        for (std::size_t k = 0; k < 8; ++k)
            sums[k] += a[i + k] * b[i + k];
    double rest = 0;
    for (; i < n; ++i)
        rest += a[i] * b[i];
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + rest;
}

}  // namespace

OutputPoints outputs_within(ShapeKernel const& kernel, std::int64_t points, std::int64_t every) {
    if (every < 1)
        throw BadInput("every " + std::to_string(every) + "th point", "convolved spectrum", ">= 1");
    auto const half = static_cast<std::int64_t>(kernel.half());
    OutputPoints outputs{ceiling(half, every) * every, every, 0};
    if (points - half > outputs.first) outputs.count = (points - half - 1 - outputs.first) / every + 1;
    return outputs;
}

OutputRange touched_by(ShapeKernel const& kernel, OutputPoints const& outputs, std::int64_t from,
                       std::int64_t count) {
    auto const half = static_cast<std::int64_t>(kernel.half());
    std::int64_t const first = std::max<std::int64_t>(0, ceiling(from - half - outputs.first, outputs.every));
    std::int64_t const end =
        std::min(outputs.count, ceiling(from + count + half - outputs.first, outputs.every));
    return {first, std::max<std::int64_t>(0, end - first)};
}

void convolve_block(ShapeKernel const& kernel, OutputPoints const& outputs, std::int64_t from,
                    std::span<double const> block, std::span<double> partial) {
    auto const count = static_cast<std::int64_t>(block.size());
    auto const half = static_cast<std::int64_t>(kernel.half());
    auto const range = touched_by(kernel, outputs, from, count);
    if (partial.size() != static_cast<std::size_t>(range.count))
        throw std::invalid_argument("convolve_block: not a value for each point touched");
    for (std::int64_t j = 0; j < range.count; ++j) {
        std::int64_t const centre = outputs.at(range.first + j);
        std::int64_t const begin = std::max(from, centre - half);
        std::int64_t const end = std::min(from + count, centre + half + 1);
        partial[static_cast<std::size_t>(j)] =
            dot(block.data() + (begin - from), kernel.weight.data() + (begin - centre + half),
                static_cast<std::size_t>(end - begin));
    }
}

}  // namespace vespa::lbl

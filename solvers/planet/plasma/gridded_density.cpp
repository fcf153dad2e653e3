#include "planet/plasma/gridded_density.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"

namespace vespa::planet {

GriddedDensity fit_density(GridNodes const& nodes, std::span<double const> values) {
    auto const layout = layout_of(nodes, "gridded density");
    if (values.size() != nodes.count()) throw std::invalid_argument("fit_density: not a value for each node");
    std::shared_ptr<double[]> const storage(new double[layout.count()]());
    auto const& axes = nodes.axes;
    std::size_t n = 0;
    for (std::uint64_t k = 0; k < axes[2].count; ++k) {
        for (std::uint64_t j = 0; j < axes[1].count; ++j) {
            for (std::uint64_t i = 0; i < axes[0].count; ++i, ++n) {
                if (!(values[n] > 0) || !std::isfinite(values[n])) {
                    throw BadInput("density " + shown(values[n]) + " at node " + std::to_string(n),
                                   "gridded density", "a finite number above 0");
                }
                storage[static_cast<std::ptrdiff_t>(layout.place(i, j, k))] = std::log(values[n]);
            }
        }
    }
    for (int step = 0; step < fit_steps; ++step)
        fit_grid(nodes, layout, storage.get(), step, 0, 1);
    return {nodes, layout, {storage, storage.get()}};
}

}  // namespace vespa::planet

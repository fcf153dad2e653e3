#include "lbl/instrument/binning.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {

static void check_rising(std::span<double const> edges, char const* what) {
    if (edges.size() < 2) throw BadInput("fewer than two edges", what, "at least two");
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (!(edges[i] >= 0) || (i > 0 && !(edges[i] > edges[i - 1]))) {
            throw BadInput("edge " + std::to_string(i + 1) + ", " + std::to_string(edges[i]), what,
                           "rising, not negative");
        }
    }
}

void check_bins(std::span<double const> edges, SpectralGrid const& grid) {
    check_rising(edges, "bins");
    double const low = grid.first - grid.step / 2, high = grid.last() + grid.step / 2;
    double const slack = 1e-9 * grid.step;
    if (edges.front() < low - slack || edges.back() > high + slack) {
        throw BadInput(
            "bins from " + std::to_string(edges.front()) + " to " + std::to_string(edges.back()) + " cm-1",
            "bins", "within " + std::to_string(low) + " to " + std::to_string(high) + " cm-1");
    }
}

void add_to_bins(SpectralGrid const& piece, std::span<double const> values, std::span<double const> edges,
                 std::span<double> integral) {
    if (values.size() != static_cast<std::size_t>(piece.points) || integral.size() + 1 != edges.size())
        throw std::invalid_argument("add_to_bins: shapes that do not fit");
    for (std::size_t b = 0; b < integral.size(); ++b) {
        // Cells run from i - 1/2 to i + 1/2 in steps from the piece's first point.
        double const low = (edges[b] - piece.first) / piece.step + 0.5;
        double const high = (edges[b + 1] - piece.first) / piece.step + 0.5;
        auto const points = static_cast<double>(piece.points);
        if (high <= 0 || low >= points) continue;
        double const from = std::max(0.0, low), to = std::min(points, high);
        auto const first = static_cast<std::size_t>(from);
        auto const last = std::min(static_cast<std::size_t>(to), values.size() - 1);
        double sum = 0;
        for (std::size_t i = first; i <= last; ++i) {
            double const cell = static_cast<double>(i);
            double const share = std::min(to, cell + 1) - std::max(from, cell);
            if (share > 0) sum += share * values[i];
        }
        integral[b] += piece.step * sum;
    }
}

std::vector<double> mean_per_wavenumber(std::span<double const> integral, std::span<double const> edges) {
    std::vector<double> means;
    for (std::size_t b = 0; b < integral.size(); ++b)
        means.push_back(integral[b] / (edges[b + 1] - edges[b]));
    return means;
}

std::vector<double> mean_per_wavelength(std::span<double const> integral, std::span<double const> edges) {
    std::vector<double> means;
    for (std::size_t b = 0; b < integral.size(); ++b)
        means.push_back(integral[b] / (1e4 / edges[b] - 1e4 / edges[b + 1]));
    return means;
}

std::vector<double> wavenumber_edges(std::span<double const> wavelength_edges) {
    check_rising(wavelength_edges, "wavelength bins");
    if (wavelength_edges[0] == 0) throw BadInput("edge 1, 0", "wavelength bins", "above 0");
    std::vector<double> edges;
    for (std::size_t i = wavelength_edges.size(); i-- > 0;)
        edges.push_back(1e4 / wavelength_edges[i]);
    return edges;
}

}  // namespace vespa::lbl

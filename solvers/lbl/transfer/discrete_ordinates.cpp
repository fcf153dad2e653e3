#include "lbl/transfer/discrete_ordinates.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/transfer/ordinates.hpp"

namespace vespa::lbl {
namespace {

/// The column with its layers from the top down, scaled, and the sun at every level.
struct Prepared {
    std::vector<OrdinateLayer> layers;
    std::vector<LayerSources> sources;
    double sun_at_surface = 0;  ///< on a plane facing it
    std::size_t orders = 1;     ///< azimuthal orders that differ from zero
};

OrdinateLayer scaled(ScatteringColumn const& column, std::size_t k, std::size_t streams) {
    auto const& chi = column.moments[k];
    double const albedo = column.albedo[k], forward = chi.size() > streams ? chi[streams] : 0;
    OrdinateLayer layer{(1 - albedo * forward) * column.optical_depth[k],
                        albedo * (1 - forward) / (1 - albedo * forward),
                        {}};
    // All scattered straight on is not scattered.
    if (forward >= 1) layer = {(1 - albedo) * column.optical_depth[k], 0, {}};
    for (std::size_t l = 0; l < std::min(streams, chi.size()); ++l)
        layer.moments.push_back(forward >= 1 ? (l == 0 ? 1 : 0) : (chi[l] - forward) / (1 - forward));
    layer.moments.resize(streams, 0);
    return layer;
}

Prepared prepare(ScatteringColumn const& column, std::size_t streams) {
    Prepared prepared;
    double sun = column.sun_cosine > 0 ? column.sun_irradiance : 0;
    for (std::size_t k = column.optical_depth.size(); k-- > 0;) {
        auto layer = scaled(column, k, streams);
        LayerSources sources{0, 0, sun, column.sun_cosine};
        if (!column.planck.empty()) {
            sources.planck_top = column.planck[k + 1];
            sources.planck_bottom = column.planck[k];
        }
        if (sun > 0) {
            sun *= std::exp(-layer.optical_depth / column.sun_cosine);
            for (std::size_t l = 0; l < streams; ++l)
                if (layer.albedo * layer.moments[l] != 0) prepared.orders = std::max(prepared.orders, l + 1);
        }
        prepared.layers.push_back(std::move(layer));
        prepared.sources.push_back(sources);
    }
    prepared.sun_at_surface = sun;
    return prepared;
}

/// Radiance up and down at the levels, the top first.
struct Field {
    std::vector<SmallVector> up, down;
};

/// What lies below a level: its reflection and what it sends up by itself.
struct Below {
    SmallMatrix reflection;
    SmallVector up;
};

Below surface_of(ScatteringColumn const& column, Ordinates const& ordinates, double sun, std::size_t m) {
    std::size_t const n = ordinates.size();
    Below surface{SmallMatrix(n), SmallVector(n)};
    if (m > 0) return surface;
    double const a = column.surface_albedo;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j)
            surface.reflection(i, j) = 2 * a * ordinates.weight[j] * ordinates.cosine[j];
        surface.up[i] = (1 - a) * column.surface_planck + a / units::pi * column.sun_cosine * sun;
    }
    return surface;
}

Field solve_order(ScatteringColumn const& column, Prepared const& prepared, Ordinates const& ordinates,
                  std::size_t m, std::size_t streams) {
    std::size_t const n = ordinates.size(), count = prepared.layers.size();
    std::vector<std::vector<double>> legendre;
    for (double const cosine : ordinates.cosine)
        legendre.push_back(associated_legendre(m, streams, cosine));
    auto const at_sun = associated_legendre(m, streams, -column.sun_cosine);
    std::vector<LayerResponse> responses;
    for (std::size_t k = 0; k < count; ++k)
        responses.push_back(respond(prepared.layers[k], ordinates, m, legendre, at_sun, prepared.sources[k]));

    std::vector<Below> below(count + 1, surface_of(column, ordinates, prepared.sun_at_surface, m));
    // Light goes between a layer and what lies below it any number of times: (1 - R R_below)^-1.
    std::vector<SmallMatrix> between(count, SmallMatrix(n));
    auto const one = SmallMatrix::identity(n);
    for (std::size_t k = count; k-- > 0;) {
        auto const& layer = responses[k];
        auto const& under = below[k + 1];
        between[k] = right_divided(one, one - layer.reflection * under.reflection);
        auto const back = layer.transmission * under.reflection * between[k];
        below[k].reflection = layer.reflection + back * layer.transmission;
        below[k].up =
            layer.up + layer.transmission * under.up + back * (layer.reflection * under.up + layer.down);
    }
    Field field{std::vector<SmallVector>(count + 1, SmallVector(n)),
                std::vector<SmallVector>(count + 1, SmallVector(n))};
    field.up[0] = below[0].up;  // nothing diffuse comes from space
    for (std::size_t k = 0; k < count; ++k) {
        auto const& layer = responses[k];
        auto const& under = below[k + 1];
        field.down[k + 1] =
            between[k] * (layer.transmission * field.down[k] + layer.reflection * under.up + layer.down);
        field.up[k + 1] = under.reflection * field.down[k + 1] + under.up;
    }
    return field;
}

void add_fluxes(Prepared const& prepared, Ordinates const& ordinates, Field const& field, double sun_cosine,
                ScatteredLight& light) {
    std::size_t const levels = field.up.size();
    for (std::size_t level = 0; level < levels; ++level) {
        double up = 0, down = 0;
        for (std::size_t i = 0; i < ordinates.quadrature; ++i) {
            double const factor = 2 * units::pi * ordinates.weight[i] * ordinates.cosine[i];
            up += factor * field.up[level][i];
            down += factor * field.down[level][i];
        }
        double const sun = level < prepared.sources.size() ? prepared.sources[level].sun_irradiance
                                                           : prepared.sun_at_surface;
        light.flux_up[levels - 1 - level] = up;
        light.flux_down[levels - 1 - level] = down + sun_cosine * sun;
    }
}

[[noreturn]] void refuse(std::string const& what, double value, std::string const& where,
                         std::string const& allowed) {
    throw BadInput(what + " " + std::to_string(value), where, allowed);
}

}  // namespace

void check(ScatteringColumn const& column, std::span<ViewDirection const> views, std::size_t streams,
           std::string const& where) {
    std::size_t const n = column.optical_depth.size();
    if (streams < 2 || streams > 64 || streams % 2 != 0)
        throw BadInput(std::to_string(streams) + " streams", where, "even, 2 to 64");
    if (n == 0 || column.albedo.size() != n || column.moments.size() != n ||
        (!column.planck.empty() && column.planck.size() != n + 1)) {
        throw BadInput("columns of different lengths", where,
                       "as many albedos and rows of moments as layers, one Planck function more");
    }
    for (std::size_t k = 0; k < n; ++k) {
        if (!(column.optical_depth[k] >= 0 && std::isfinite(column.optical_depth[k])))
            refuse("optical depth", column.optical_depth[k], where, "0 or above");
        if (!(column.albedo[k] >= 0 && column.albedo[k] <= 1))
            refuse("single-scattering albedo", column.albedo[k], where, "0 to 1");
        auto const& chi = column.moments[k];
        if (chi.empty() || chi[0] != 1) throw BadInput("moments without chi_0 = 1", where);
        for (double const c : chi)
            if (!(std::abs(c) <= 1)) refuse("moment", c, where, "-1 to 1");
    }
    if (!(column.surface_albedo >= 0 && column.surface_albedo <= 1))
        refuse("surface albedo", column.surface_albedo, where, "0 to 1");
    if (!(column.sun_cosine >= 0 && column.sun_cosine <= 1))
        refuse("cosine of the sun's zenith angle", column.sun_cosine, where, "0 (no sun) to 1");
    if (!(column.sun_irradiance >= 0)) refuse("irradiance", column.sun_irradiance, where, "0 or above");
    for (auto const& view : views)
        if (!(view.cosine > 0 && view.cosine <= 1)) refuse("cosine", view.cosine, where, "above 0, to 1");
}

ScatteredLight scatter(ScatteringColumn const& column, std::span<ViewDirection const> views,
                       std::size_t streams) {
    check(column, views, streams, "scattering atmosphere");
    std::vector<double> cosines;
    for (auto const& view : views)
        cosines.push_back(view.cosine);
    auto const ordinates = make_ordinates(streams, cosines);
    auto const prepared = prepare(column, streams);
    std::size_t const levels = prepared.layers.size() + 1;
    ScatteredLight light{std::vector<double>(views.size()), std::vector<double>(views.size()),
                         std::vector<double>(levels), std::vector<double>(levels)};
    for (std::size_t m = 0; m < prepared.orders; ++m) {
        auto const field = solve_order(column, prepared, ordinates, m, streams);
        if (m == 0) add_fluxes(prepared, ordinates, field, column.sun_cosine, light);
        for (std::size_t v = 0; v < views.size(); ++v) {
            double const wave = std::cos(static_cast<double>(m) * views[v].azimuth);
            light.up[v] += wave * field.up.front()[ordinates.quadrature + v];
            light.down[v] += wave * field.down.back()[ordinates.quadrature + v];
        }
        if (views.empty()) break;  // fluxes need the first order alone
    }
    return light;
}

}  // namespace vespa::lbl

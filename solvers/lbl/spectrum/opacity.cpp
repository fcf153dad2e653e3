#include "lbl/spectrum/opacity.hpp"

#include <algorithm>

#include "lbl/absorption/block_lines.hpp"
#include "lbl/absorption/checked_points.hpp"
#include "lbl/continuum/rayleigh.hpp"

namespace vespa::lbl {
namespace {

std::string const rayleigh_name = "Rayleigh";
std::string const water_name = "H2O_continuum";

std::string name_of(CollisionTable const& table) {
    return table.first + "-" + table.second;
}

/// Adds factor * values to a row.
void add(std::span<double> row, double factor, std::span<double const> values) {
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] += factor * values[i];
}

/// Makes it a row.
void set(std::span<double> row, double factor, std::span<double const> values) {
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = factor * values[i];
}

/// Fills the optical depths of one block, absorber after absorber.
class Filler {
  public:
    Filler(SpectrumProblem const& problem, Scene const& scene, std::uint64_t block, SpectralGrid const& part,
           std::span<double const> wavenumber, BlockOpacity& result)
        : problem_(problem),
          scene_(scene),
          block_(block),
          part_(part),
          wavenumber_(wavenumber),
          result_(result),
          has_depth_(scene.layers().size(), false) {}

    void lines(std::size_t g);
    void collisions(CollisionTable const& table);
    void water();
    void rayleigh();
    void aerosol(std::size_t a);
    /// After all absorbers: layers that none of them has lines in, and the extinction.
    void finish();

  private:
    std::size_t points() const { return wavenumber_.size(); }
    bool wants_slopes() const { return problem_.wanted.by_temperature; }
    std::span<double> slope_row(std::size_t k) {
        return wants_slopes() ? result_.depth_slope.view().row(k) : std::span<double>();
    }
    /// Adds what a layer's absorber leaves, and to the total of the present one.
    void take(std::size_t k, double factor, std::span<double const> values, std::span<double const> slopes) {
        bool const is_first = !has_depth_[k];
        has_depth_[k] = true;
        (is_first ? set : add)(result_.depth.view().row(k), factor, values);
        if (wants_slopes()) (is_first ? set : add)(result_.depth_slope.view().row(k), factor, slopes);
        if (problem_.wanted.optical_depths) add(result_.total[absorber_], factor, values);
    }
    /// Adds what a layer scatters, by molecules (0) or an aerosol.
    void scatter(std::size_t kind, std::size_t k, double factor, std::span<double const> values) {
        add(result_.scattering[kind].view().row(k), factor, values);
        if (problem_.wanted.optical_depths) add(result_.total[absorber_], factor, values);
    }
    std::size_t place(std::string const& gas) const {
        auto const& gases = problem_.profile.gases;
        auto const found =
            std::find_if(gases.begin(), gases.end(), [&](auto const& g) { return g.name == gas; });
        return static_cast<std::size_t>(found - gases.begin());
    }

    SpectrumProblem const& problem_;
    Scene const& scene_;
    std::uint64_t block_;
    SpectralGrid part_;
    std::span<double const> wavenumber_;
    BlockOpacity& result_;
    std::vector<bool> has_depth_;  ///< layers that hold something of this block
    std::size_t absorber_ = 0;
};

void Filler::lines(std::size_t g) {
    auto const& gas = problem_.gases[g];
    auto const& varied = problem_.wanted.by_abundance;
    auto const kept = std::find(varied.begin(), varied.end(), gas.name);
    BlockLines lines(gas, part_, problem_.precision);
    std::vector<double> sigma(points()), slope(wants_slopes() ? points() : 0);
    for (std::size_t k = 0; k < scene_.layers().size(); ++k) {
        lines.cross_section(scene_.states()[k], sigma, slope);
        take(k, scene_.columns()[k] * scene_.layers()[k].abundance[gas.gas], sigma, slope);
        if (kept != varied.end()) {
            auto const row =
                result_.cross_sections[static_cast<std::size_t>(kept - varied.begin())].view().row(k);
            std::copy(sigma.begin(), sigma.end(), row.begin());
        }
        result_.dropped_strength = std::max(result_.dropped_strength, lines.prepared().dropped_strength);
        auto const checked =
            checked_points({.seed = block_, .gas = g, .state = k},
                           {.gases = problem_.gases.size(), .states = scene_.layers().size()},
                           problem_.checked_points, problem_.grid.points, part_.points);
        if (!checked.empty()) result_.error = std::max(result_.error, lines.error_at(checked, sigma));
    }
    ++absorber_;
}

void Filler::collisions(CollisionTable const& table) {
    auto const first = place(table.first), second = place(table.second);
    std::vector<double> coefficient(points()), by_temperature(points()), depth(points()), slope(points());
    for (std::size_t k = 0; k < scene_.layers().size(); ++k) {
        auto const& layer = scene_.layers()[k];
        collision_coefficient(table, layer.temperature, CollisionInterpolation::logarithmic,
                              problem_.continua.beyond, wavenumber_, coefficient, by_temperature);
        std::fill(depth.begin(), depth.end(), 0.0);
        std::fill(slope.begin(), slope.end(), 0.0);
        add_collision_induced(coefficient, by_temperature, layer.pressure, layer.temperature,
                              layer.abundance[first], layer.abundance[second], layer.column, depth, slope);
        take(k, 1, depth, slope);
    }
    ++absorber_;
}

void Filler::water() {
    auto const h2o = place("H2O");
    std::vector<double> self(points()), foreign(points()), slope(points());
    for (std::size_t k = 0; k < scene_.layers().size(); ++k) {
        auto const& layer = scene_.layers()[k];
        water_continuum(
            *problem_.continua.water,
            {.pressure = layer.pressure, .temperature = layer.temperature, .abundance = layer.abundance[h2o]},
            wavenumber_, self, foreign, slope);
        add(self, 1, foreign);
        take(k, layer.column_of(h2o), self, slope);
    }
    ++absorber_;
}

void Filler::rayleigh() {
    auto const known = rayleigh_gases();
    std::vector<double> sigma(points());
    for (std::size_t g = 0; g < problem_.profile.gases.size(); ++g) {
        auto const& name = problem_.profile.gases[g].name;
        if (std::find(known.begin(), known.end(), name) == known.end()) continue;
        for (std::size_t i = 0; i < points(); ++i)
            sigma[i] = rayleigh_cross_section(name, wavenumber_[i]);
        for (std::size_t k = 0; k < scene_.layers().size(); ++k)
            scatter(0, k, scene_.layers()[k].column_of(g), sigma);
    }
    ++absorber_;
}

void Filler::aerosol(std::size_t a) {
    auto const& aerosol = problem_.continua.aerosols[a];
    auto const optics = sample(aerosol.optics, wavenumber_, "aerosol " + aerosol.name);
    std::vector<double> scattered(points()), absorbed(points()), none(points(), 0.0);
    for (std::size_t i = 0; i < points(); ++i) {
        scattered[i] = optics.albedo[i] * optics.extinction[i];
        absorbed[i] = (1 - optics.albedo[i]) * optics.extinction[i];
    }
    auto const depths = depths_in(aerosol, scene_.layers());
    for (std::size_t k = 0; k < depths.size(); ++k) {
        if (depths[k] == 0) continue;
        take(k, depths[k], absorbed, none);
        scatter(a + 1, k, depths[k], scattered);
    }
    ++absorber_;
}

void Filler::finish() {
    for (std::size_t k = 0; k < has_depth_.size(); ++k) {
        if (has_depth_[k]) continue;
        for (auto* const rows : {&result_.depth, &result_.depth_slope})
            if (k < rows->view().rows) std::fill_n(rows->view().row(k).begin(), points(), 0.0);
    }
    if (result_.scattering.empty()) return;
    result_.extinction = result_.depth;
    for (auto const& part : result_.scattering)
        for (std::size_t k = 0; k < scene_.layers().size(); ++k)
            add(result_.extinction.view().row(k), 1, part.view().row(k));
}

}  // namespace

std::vector<std::string> absorbers_of(SpectrumProblem const& problem) {
    std::vector<std::string> names;
    for (auto const& gas : problem.gases)
        names.push_back(gas.name);
    for (auto const& table : problem.continua.collisions)
        names.push_back(name_of(table));
    if (problem.continua.water) names.push_back(water_name);
    if (problem.continua.rayleigh) names.push_back(rayleigh_name);
    for (auto const& aerosol : problem.continua.aerosols)
        names.push_back(aerosol.name);
    return names;
}

void block_opacity(SpectrumProblem const& problem, Scene const& scene, std::uint64_t block,
                   SpectralGrid const& part, std::span<double const> wavenumber, BlockOpacity& result) {
    auto const layers = scene.layers().size(), points = wavenumber.size();
    auto const& wanted = problem.wanted;
    result.depth.reshape(layers, points);
    result.depth_slope.reshape(wanted.by_temperature ? layers : 0, points);
    result.cross_sections.resize(wanted.by_abundance.size(), RowsArray(0, 0));
    for (auto& gas : result.cross_sections)
        gas.reshape(layers, points);
    result.error = result.dropped_strength = 0;
    auto const& continua = problem.continua;
    if (continua.rayleigh || !continua.aerosols.empty())
        result.scattering.assign(1 + continua.aerosols.size(), RowsArray(layers, points));
    if (wanted.optical_depths)
        result.total.assign(absorbers_of(problem).size(), std::vector<double>(points, 0.0));
    Filler filler(problem, scene, block, part, wavenumber, result);
    for (std::size_t g = 0; g < problem.gases.size(); ++g)
        filler.lines(g);
    for (auto const& table : continua.collisions)
        filler.collisions(table);
    if (continua.water) filler.water();
    if (continua.rayleigh) filler.rayleigh();
    for (std::size_t a = 0; a < continua.aerosols.size(); ++a)
        filler.aerosol(a);
    filler.finish();
}

}  // namespace vespa::lbl

// Forty layers of CO: optical depths by the plain sum of lines, radiances and derivatives against the exact
// ones, which were made with another program.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "../shared_data.hpp"
#include "core/record/file.hpp"
#include "core/record/group.hpp"
#include "lbl/atmosphere/path.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "lbl/transfer/planck.hpp"
#include "lbl/transfer/surface.hpp"

namespace vespa::lbl {
namespace {

// Line lists keep ln S in single precision: a line's strength is known to some 1e-6, and so are optical
// depths.
constexpr double depth_error = 2e-6, radiance_error = 5e-7;
constexpr std::size_t every = 30;  // points of the derivatives among those of the spectra

std::vector<Layer> forty_layers() {
    Profile profile;
    profile.molar_mass = 28.964;
    for (int i = 0; i <= 40; ++i) {
        profile.pressure.push_back(101325 * std::pow(10, -3.0 * i / 40));
        profile.temperature.push_back(296 - 3.65 * i);
        profile.height.push_back(1e3 * i);
    }
    profile.gases = {{"CO", 0, std::vector<double>(41, 1e-7)}};
    return make_layers(profile, {1e15, 9.80665}, ColumnFrom::pressure, "case F");
}

class FortyLayers : public ::testing::Test {
  protected:
    void SetUp() override {
        auto const reference = vespa::testing::shared_line_by_line("ref/layers40_CO.h5");
        if (reference.empty()) GTEST_SKIP() << "no ref/layers40_CO.h5: set VESPA_SHARED_DATA";
        auto const list = vespa::testing::shared_line_by_line("lines/05_hit12.par");
        auto const tips = vespa::testing::shared_line_by_line("tips/tips2025.h5");
        auto file = record::File::open_alone(reference);
        for (auto const& name : file.root().dataset_names())
            exact[name] = file.root().dataset(name).read<double>();

        auto const lines = read_all(ParSource({list}));
        std::vector<std::unique_ptr<PartitionSum>> sums;
        std::vector<IsotopologueUse> uses;
        for (auto const& one : lines.isotopologues) {
            sums.push_back(read_partition_sum(tips, one));
            uses.push_back({one.terrestrial_abundance, sums.back().get()});
        }
        LinePreparation const preparation(lines, uses, {"air"}, {.slopes = true});
        SpectralGrid const grid{2140, 0.002, 30001};
        std::vector<std::int64_t> at;
        for (std::size_t i = 0; i < points; ++i) {
            at.push_back(static_cast<std::int64_t>(i * every));
            nu.push_back(grid.at(at.back()));
        }
        for (std::size_t k = 0; k < 40; ++k) {
            auto const prepared = preparation.at({layers[k].temperature, layers[k].pressure / 101325, {1}});
            auto const sigma = plain_sum(grid, {}, prepared.lines, at);
            for (std::size_t i = 0; i < points; ++i) {
                depth.view().row(k)[i] = sigma[i].value * layers[k].column_of(0);
                slope.view().row(k)[i] = sigma[i].slope * layers[k].column_of(0);
            }
            // Derivatives are wanted by layers: the lower level of each stands for it.
            temperature[k] = layers[k].temperature;
        }
        temperature[40] = layers[39].temperature;
    }

    double worst(std::vector<double> const& ours, std::string const& name, std::size_t stride) const {
        auto const& theirs = exact.at(name);
        double largest = 0, error = 0;
        for (std::size_t i = 0; i < points; ++i)
            largest = std::max(largest, std::abs(theirs[i * stride]));
        for (std::size_t i = 0; i < points; ++i)
            error = std::max(error, std::abs(ours[i] - theirs[i * stride]) /
                                        (std::abs(theirs[i * stride]) + 1e-6 * largest));
        RecordProperty(name, std::to_string(error * 1e9) + "e-9");
        return error;
    }

    Path vertical(bool up) const {
        Path path = up ? zenith_path(layers) : nadir_path(layers);
        for (auto& leg : path.segments)
            leg.mean_share = 0;
        return path;
    }

    static constexpr std::size_t points = 1001;
    std::vector<Layer> layers = forty_layers();
    std::map<std::string, std::vector<double>> exact;
    std::vector<double> nu, temperature = std::vector<double>(41);
    RowsArray depth{40, points}, slope{40, points};
};

TEST_F(FortyLayers, RadiancesOfAllGeometries) {
    std::vector<double> down(points), passed(points), surface(points), up(points), black(points, 1),
        grey(points, 0.9);
    Path const path = vertical(false), zenith = vertical(true);
    radiance_along({&zenith, temperature}, nu, depth.view(), {}, down, passed);
    EXPECT_LT(worst(down, "down_surface", every), radiance_error);
    EXPECT_LT(worst(passed, "transmittance_vertical", every), depth_error);
    surface_radiance(nu, 296, black, {}, surface);
    radiance_along({&path, temperature}, nu, depth.view(), surface, up);
    EXPECT_LT(worst(up, "up_emissivity_1", every), radiance_error);
    surface_radiance(nu, 296, grey, down, surface);
    radiance_along({&path, temperature}, nu, depth.view(), surface, up);
    EXPECT_LT(worst(up, "up_emissivity_0.9", every), radiance_error);

    Shells const shells(layers, 6371e3, ShellDensity::homogeneous, {}, {}, "case F");
    Path limb = shells.limb(10e3).path;
    for (auto& leg : limb.segments)
        leg.mean_share = 0;
    radiance_along({&limb, temperature}, nu, depth.view(), {}, up, passed);
    EXPECT_LT(worst(up, "limb_radiance_10km", every), radiance_error);
    EXPECT_LT(worst(passed, "limb_transmittance_10km", every), depth_error);
}

TEST_F(FortyLayers, Derivatives) {
    std::vector<double> surface(points), up(points), passed(points);
    planck(nu, 296, surface);
    RowsArray by_depth(40, points), by_level(41, points);
    std::vector<double> const lower(40, 0.0);
    Path const path = vertical(false);
    radiance_with_slopes({&path, temperature}, nu, depth.view(), surface, slope.view(), lower, up, passed,
                         {by_depth.view(), by_level.view()});
    EXPECT_LT(worst(up, "up_emissivity_1", every), radiance_error);
    for (std::size_t const k : {0U, 10U, 20U, 30U, 39U}) {
        std::vector<double> by_logarithm, by_temperature;
        for (std::size_t i = 0; i < points; ++i) {
            by_logarithm.push_back(by_depth.view().row(k)[i] * depth.view().row(k)[i]);
            by_temperature.push_back(by_level.view().row(k)[i]);
        }
        EXPECT_LT(worst(by_logarithm, "dI_dlnu_layer" + std::to_string(k), 1), depth_error) << k;
        // Theirs are central differences over 0.02 K, with Q interpolated.
        EXPECT_LT(worst(by_temperature, "dI_dT_layer" + std::to_string(k), 1), 1e-3) << k;
    }
}

}  // namespace
}  // namespace vespa::lbl

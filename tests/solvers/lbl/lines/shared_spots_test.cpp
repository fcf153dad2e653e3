// Brute-force cross sections of published lists at single points: strengths, widths and shifts of all lines
// at once.
#include <map>
#include <sstream>

#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "line_tools.hpp"
#include "plain_voigt.hpp"

namespace vespa::lbl {
namespace {

using testing::shared_data;

struct Spot {
    std::string file, convention;
    double temperature = 0, pressure = 0, self = 0, nu = 0, sigma = 0;
};

std::vector<Spot> spots() {
    std::ifstream file(shared_data() / "ref/spot_values.csv");
    std::vector<Spot> all;
    for (std::string line; std::getline(file, line);) {
        if (line[0] == '#' || line.starts_with("file,")) continue;
        std::replace(line.begin(), line.end(), ',', ' ');
        Spot spot;
        std::istringstream(line) >> spot.file >> spot.convention >> spot.temperature >> spot.pressure >>
            spot.self >> spot.nu >> spot.sigma;
        all.push_back(spot);
    }
    return all;
}

double cross_section(LayerLines const& lines, double nu) {
    double sum = 0;
    auto const micro = [](double at) { return std::llround(at * 1e6); };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const distance = micro(nu) - micro(lines.position[i]);
        if (distance <= -25000000 || distance > 25000000) continue;
        double const alpha = lines.doppler_width[i];
        sum += lines.strength[i] / (alpha * std::sqrt(M_PI)) *
               testing::plain_voigt((nu - lines.centre[i]) / alpha, lines.lorentz_half_width[i] / alpha);
    }
    return sum;
}

// The shifts of that reference are those of air alone, as the lists have them.
TEST(SharedSpots, CrossSectionsAreThoseOfBruteForce) {
    auto const tips = shared_data() / "tips/tips2025.h5";
    if (!std::filesystem::exists(tips)) GTEST_SKIP() << tips << " is not there: set VESPA_SHARED_DATA";
    std::map<std::string, LayerLines> layers;
    int compared = 0;
    for (auto const& spot : spots()) {
        bool const thin = spot.pressure < 1e-3;  // y below what plain_voigt() is made for
        if (spot.convention != "line" || thin) continue;
        auto& layer = layers[spot.file];
        if (layer.size() == 0) {
            auto const list = read_all(ParSource({shared_data() / "lines" / spot.file}));
            std::vector<std::unique_ptr<PartitionSum>> sums;
            std::vector<IsotopologueUse> uses;
            for (auto const& one : list.isotopologues) {
                sums.push_back(read_partition_sum(tips, one));
                uses.push_back({one.terrestrial_abundance, sums.back().get()});
            }
            layer = LinePreparation(list, uses, {"air", "self"})
                        .at({spot.temperature, spot.pressure, {1 - spot.self, spot.self}})
                        .lines;
        }
        EXPECT_NEAR(cross_section(layer, spot.nu) / spot.sigma, 1, 1e-6) << spot.file << " at " << spot.nu;
        ++compared;
    }
    EXPECT_EQ(compared, 54);  // CO, O3 and CO2
    EXPECT_EQ(layers.size(), 3u);
}

}  // namespace
}  // namespace vespa::lbl

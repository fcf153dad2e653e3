// Spectra summed with double precision by an independent code, from the shared data.
#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>
#include <numeric>

#include "compare.hpp"
#include "hitran_lines.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "solvers/lbl/shared_data.hpp"

namespace vespa::lbl {
namespace {

std::vector<double> read_spectrum(std::filesystem::path const& path, std::string const& name,
                                  std::size_t size) {
    std::vector<double> values(size);
    hid_t const file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    hid_t const dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
    EXPECT_GE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << name;
    H5Dclose(dataset);
    H5Fclose(file);
    return values;
}

struct PeerCase {
    char const *truth, *lines;
    SpectralGrid grid;
    double temperature, pressure, scale;
    double truth_error;  ///< of the stored values
    double integral;     ///< sum over the points times the step, line_cut, to eight digits
};

constexpr PeerCase cases[] = {
    {"ref/truth_A.h5", "lines/05_hit12.par", {2000, 0.01, 30001}, 296, 1, 1, 1e-11, 1.0082925e-17},
    {"ref/truth_B.h5", "lines/28_hit12.par", {800, 0.01, 50001}, 296, 1, 1, 1e-11, 6.2723657e-18},
    {"ref/truth_C.h5",
     "lines/06_CH4-1_3400-4100_hitran.par",
     {3430, 0.002, 320001},
     200,
     0.1,
     1e-24,
     1e-7,
     3.4208409e-20}};

struct Convention {
    char const* dataset;
    WingConvention convention;
};

constexpr Convention conventions[] = {{"sigma_linecut", WingConvention::line_cut},
                                      {"sigma_intcut", WingConvention::whole_wavenumber},
                                      {"sigma_pedestal", WingConvention::pedestal},
                                      {"sigma_untruncated", WingConvention::unlimited}};

class LineSumPeers : public ::testing::TestWithParam<PeerCase> {};

TEST_P(LineSumPeers, EveryPointInEveryConventionAndClass) {
    PeerCase const& c = GetParam();
    SHARED_DATA_OR_SKIP(truth_path, c.truth);
    SHARED_DATA_OR_SKIP(lines_path, c.lines);
    SHARED_DATA_OR_SKIP(tips, "tips");
    for (auto const& convention : conventions) {
        if (convention.convention == WingConvention::unlimited && c.scale != 1) continue;
        auto const truth =
            read_spectrum(truth_path, convention.dataset, static_cast<std::size_t>(c.grid.points));
        // The untruncated spectra, too, hold the lines within 25 cm-1 of the range alone.
        double const halo = convention.convention == WingConvention::whole_wavenumber ? 26 : 25;
        auto const list = testing::read_par(lines_path, c.grid.first - halo, c.grid.last() + halo);
        auto const lines = testing::air_layer(list, tips, c.temperature, c.pressure);
        Wings wings;
        wings.convention = convention.convention;
        // Errors of the pedestal convention are relative to all terms: the cut sum and the pedestals under
        // it.
        bool const pedestal = convention.convention == WingConvention::pedestal;
        auto const terms = pedestal ? testing::summed(c.grid, {}, Precision::fine, lines) : truth;
        for (auto const precision : {Precision::coarse, Precision::standard, Precision::fine}) {
            auto const sigma = testing::summed(c.grid, wings, precision, lines);
            double largest = 0;
            for (std::size_t i = 0; i < truth.size(); ++i) {
                double const size = std::abs(pedestal ? terms[i] : truth[i] * c.scale);
                largest = std::max(largest, std::abs(sigma[i] - truth[i] * c.scale) / size);
            }
            if (convention.convention == WingConvention::line_cut && precision == Precision::fine) {
                double const sum = std::accumulate(sigma.begin(), sigma.end(), 0.0);
                EXPECT_NEAR(sum * c.grid.step / c.integral, 1, 1e-7);
            }
            EXPECT_LE(largest, relative_error_of(precision) + c.truth_error)
                << convention.dataset << ", class " << static_cast<int>(precision);
            std::printf("%s %s class %d: largest error %.1e\n", c.truth, convention.dataset,
                        static_cast<int>(precision), largest);
        }
    }
}

TEST_P(LineSumPeers, PlainSumIsTheTruth) {
    PeerCase const& c = GetParam();
    SHARED_DATA_OR_SKIP(truth_path, c.truth);
    SHARED_DATA_OR_SKIP(lines_path, c.lines);
    SHARED_DATA_OR_SKIP(tips, "tips");
    auto const list = testing::read_par(lines_path, c.grid.first - 25, c.grid.last() + 25);
    auto const lines = testing::air_layer(list, tips, c.temperature, c.pressure);
    std::vector<std::int64_t> at;
    for (std::int64_t k = 0; k < 150; ++k)
        at.push_back(k * (c.grid.points - 1) / 149);
    auto const truth = read_spectrum(truth_path, "sigma_linecut", static_cast<std::size_t>(c.grid.points));
    auto const plain = plain_sum(c.grid, {}, lines, at);
    for (std::size_t k = 0; k < at.size(); ++k) {
        double const expected = truth[static_cast<std::size_t>(at[k])] * c.scale;
        EXPECT_NEAR(plain[k].value, expected, (c.truth_error + 2e-7 * (c.scale != 1)) * expected) << at[k];
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, LineSumPeers, ::testing::ValuesIn(cases));

}  // namespace
}  // namespace vespa::lbl

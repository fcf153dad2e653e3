// The calibrations on laboratory spectra of known composition, from the shared data. Band centres: convex
// hull over the band's region, then the parabola through the channels at least 0.8 times as deep as the
// deepest.
#include <gtest/gtest.h>
#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "mulumesc/composition/calibrations.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

using Numbers = std::vector<double>;

std::filesystem::path folder() {
    return testing::shared_data("mulumesc/relab_minerals");
}

Numbers read(hid_t file, char const* name) {
    hid_t const set = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(set);
    Numbers values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    EXPECT_GE(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
    H5Sclose(space);
    H5Dclose(set);
    return values;
}

/// Cells of a line of CSV; a cell in quotes may hold commas.
std::vector<std::string> cells(std::string const& line) {
    std::vector<std::string> found(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            found.emplace_back();
        } else if (c != '\r') {
            found.back() += c;
        }
    }
    return found;
}

struct Sample {
    std::string type;
    std::map<std::string, double> numbers;  // NaN where not given
    Numbers reflectance;
};

struct Library {
    Numbers wavelength;  // micrometre
    std::vector<Sample> samples;
};

Library read_library() {
    Library library;
    hid_t const file = H5Fopen((folder() / "relab_minerals.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    library.wavelength = read(file, "wavelength_nm");
    for (auto& w : library.wavelength)
        w /= 1000;
    auto const spectra = read(file, "spectra");
    H5Fclose(file);
    std::ifstream labels(folder() / "relab_labels.csv");
    std::string line;
    std::getline(labels, line);
    auto const names = cells(line);
    while (std::getline(labels, line)) {
        auto const values = cells(line);
        Sample sample;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == "Type1") sample.type = values[i];
            char* end = nullptr;
            double const number = std::strtod(values[i].c_str(), &end);
            sample.numbers[names[i]] = values[i].empty() || *end ? std::nan("") : number;
        }
        auto const row = static_cast<long>(sample.numbers["row"]),
                   n = static_cast<long>(library.wavelength.size());
        sample.reflectance.assign(spectra.begin() + row * n, spectra.begin() + (row + 1) * n);
        library.samples.push_back(sample);
    }
    return library;
}

/// 1 − R/hull.
Numbers depths(Numbers const& x, Numbers const& y) {
    std::vector<std::size_t> h;
    for (std::size_t i = 0; i < x.size(); ++i) {
        auto const rises = [&](std::size_t a, std::size_t b) {
            return (y[i] - y[a]) * (x[b] - x[a]) >= (y[b] - y[a]) * (x[i] - x[a]);
        };
        while (h.size() > 1 && rises(h[h.size() - 2], h.back()))
            h.pop_back();
        h.push_back(i);
    }
    Numbers d(x.size());
    for (std::size_t s = 0; s + 1 < h.size(); ++s) {
        for (std::size_t i = h[s]; i <= h[s + 1]; ++i) {
            double const t = (x[i] - x[h[s]]) / (x[h[s + 1]] - x[h[s]]);
            d[i] = 1 - y[i] / ((1 - t) * y[h[s]] + t * y[h[s + 1]]);
        }
    }
    return d;
}

/// Turning point of the least-squares parabola.
double turning_point(Numbers const& x, Numbers const& y, double origin) {
    double s[5] = {}, t[3] = {};
    for (std::size_t i = 0; i < x.size(); ++i) {
        double power = 1;
        for (int p = 0; p < 5; ++p, power *= x[i] - origin) {
            s[p] += power;
            if (p < 3) t[p] += power * y[i];
        }
    }
    auto const determinant = [](double const(&a)[3], double const(&b)[3], double const(&c)[3]) {
        return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
               a[2] * (b[0] * c[1] - b[1] * c[0]);
    };
    double const linear = determinant({s[0], t[0], s[2]}, {s[1], t[1], s[3]}, {s[2], t[2], s[4]}),
                 quadratic = determinant({s[0], s[1], t[0]}, {s[1], s[2], t[1]}, {s[2], s[3], t[2]});
    return origin - linear / (2 * quadratic);
}

double band_centre(Numbers const& wavelength, Numbers const& reflectance, double from, double to) {
    Numbers x, y;
    for (std::size_t i = 0; i < wavelength.size(); ++i) {
        if (wavelength[i] >= from - 1e-9 && wavelength[i] <= to + 1e-9) {
            x.push_back(wavelength[i]);
            y.push_back(reflectance[i]);
        }
    }
    auto const d = depths(x, y);
    auto const deepest = std::max_element(d.begin(), d.end());
    if (*deepest < 0.02) return std::nan("");
    auto first = deepest, last = deepest;
    while (first != d.begin() && *(first - 1) >= 0.8 * *deepest)
        --first;
    while (last + 1 != d.end() && *(last + 1) >= 0.8 * *deepest)
        ++last;
    auto const begin = x.begin() + (first - d.begin()), end = x.begin() + (last - d.begin()) + 1;
    return turning_point(Numbers(begin, end), Numbers(first, last + 1),
                         x[static_cast<std::size_t>(deepest - d.begin())]);
}

struct Errors {
    Numbers all;
    void add(double estimate, double truth) {
        if (std::isfinite(estimate - truth)) all.push_back(estimate - truth);
    }
    double rms() const {
        double sum = 0;
        for (double const e : all)
            sum += e * e;
        return std::sqrt(sum / static_cast<double>(all.size()));
    }
    double median_size() const {
        Numbers sizes;
        for (double const e : all)
            sizes.push_back(std::abs(e));
        std::sort(sizes.begin(), sizes.end());
        return sizes[sizes.size() / 2];
    }
};

class Relab : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(folder())) GTEST_SKIP() << folder() << " is not there";
        library = read_library();
        ASSERT_EQ(library.samples.size(), 449u);
    }
    double first(Sample const& s) const { return band_centre(library.wavelength, s.reflectance, 0.70, 1.45); }
    double second(Sample const& s) const {
        return band_centre(library.wavelength, s.reflectance, 1.35, 2.45);
    }
    Library library;
};

TEST_F(Relab, OrthopyroxenesHaveTheErrorsStated) {
    std::map<std::string, Errors> errors;
    for (auto& s : library.samples) {
        double const one = first(s), two = second(s), fs = 100 * s.numbers["Fs_opx"],
                     wo = 100 * s.numbers["Wo_opx"];
        if (!(s.numbers["OPX_vol"] > 0.95) || !std::isfinite(one + two + fs)) continue;
        for (char const* const name : {"hed-fs-1", "hed-wo-1"})
            errors[name].add(composition(calibration(name), one).value, name[4] == 'f' ? fs : wo);
        for (char const* const name : {"hed-fs-2", "hed-wo-2"})
            errors[name].add(composition(calibration(name), two).value, name[4] == 'f' ? fs : wo);
        auto const gaffey = pyroxene_of_centres(one, two);
        errors["gaffey-fs"].add(gaffey.ferrosilite.value, fs);
        errors["gaffey-wo"].add(gaffey.wollastonite.value, wo);
    }
    EXPECT_EQ(errors["gaffey-fs"].all.size(), 73u);
    EXPECT_LE(errors["hed-fs-2"].median_size(), 7);  // mol %
    EXPECT_LE(errors["gaffey-fs"].median_size(), 7);
    for (char const* const name : {"hed-fs-1", "hed-wo-1", "hed-fs-2", "hed-wo-2"})
        EXPECT_NEAR(errors[name].rms() / calibration(name).measured, 1, 0.03) << name;
    auto const stated = pyroxene_of_centres(0.92, 1.9);
    EXPECT_NEAR(errors["gaffey-fs"].rms() / stated.ferrosilite.error, 1, 0.03);
    EXPECT_NEAR(errors["gaffey-wo"].rms() / stated.wollastonite.error, 1, 0.03);
}

TEST_F(Relab, OrdinaryChondritesHaveTheErrorsStated) {
    Errors fs, fa, olivine;
    auto const& w = library.wavelength;
    for (auto& s : library.samples) {
        double const ol = s.numbers["OL_vol"];
        if (s.type.find("Ordinary") == std::string::npos || !(ol > 0)) continue;
        fs.add(composition(calibration("chondrite-fs"), first(s)).value, 100 * s.numbers["Fs_opx"]);
        fa.add(composition(calibration("chondrite-fa"), first(s)).value, 100 * s.numbers["Fa"]);
        // Areas under straight lines between the maxima near 0.68, 1.5 and 2.3 µm.
        std::size_t peak[3];
        double const near[3][2] = {{0.48, 0.88}, {1.2, 1.8}, {2.1, 2.5}};
        for (std::size_t p = 0; p < 3; ++p) {
            peak[p] = w.size();
            for (std::size_t i = 0; i < w.size(); ++i) {
                bool const inside = w[i] >= near[p][0] - 1e-9 && w[i] <= near[p][1] + 1e-9;
                if (inside && (peak[p] == w.size() || s.reflectance[i] > s.reflectance[peak[p]])) peak[p] = i;
            }
        }
        double area[2] = {};
        for (std::size_t b = 0; b < 2; ++b) {
            for (std::size_t i = peak[b]; i < peak[b + 1]; ++i) {
                auto const depth = [&](std::size_t k) {
                    double const t = (w[k] - w[peak[b]]) / (w[peak[b + 1]] - w[peak[b]]);
                    return 1 - s.reflectance[k] /
                                   ((1 - t) * s.reflectance[peak[b]] + t * s.reflectance[peak[b + 1]]);
                };
                area[b] += 0.5 * (depth(i) + depth(i + 1)) * (w[i + 1] - w[i]);
            }
        }
        auto const known = [&](char const* name) {
            return std::isfinite(s.numbers[name]) ? s.numbers[name] : 0;
        };
        double const pyroxene = known("OPX_vol") + known("CPX_vol");
        olivine.add(composition(calibration("chondrite-olivine"), area[1] / area[0]).value,
                    ol / (ol + pyroxene));
    }
    EXPECT_GE(olivine.all.size(), 50u);
    EXPECT_NEAR(fs.rms() / calibration("chondrite-fs").measured, 1, 0.03);
    EXPECT_NEAR(fa.rms() / calibration("chondrite-fa").measured, 1, 0.03);
    EXPECT_NEAR(olivine.rms() / calibration("chondrite-olivine").measured, 1, 0.03);
}

}  // namespace
}  // namespace vespa::mulumesc

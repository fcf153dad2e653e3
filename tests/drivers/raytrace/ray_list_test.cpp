#include "drivers/raytrace/ray_list.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "core/parallel/agreement.hpp"
#include "core/record/file.hpp"
#include "support/ranks.hpp"

namespace vespa::raytrace_driver {
namespace {

using raytrace::Mode;
using raytrace::Vector;
using testing::ranks;

ListUnits const kilometres{7e7, 1e3, {}};

std::filesystem::path scratch(std::string const& name) {
    auto const folder = std::filesystem::path(VESPA_BINARY_DIR) / "tests/drivers/raytrace" /
                        ("np" + std::to_string(ranks().size()));
    parallel::on_root(ranks(), [&] {
        std::filesystem::create_directories(folder);
        std::filesystem::remove(folder / name);
    });
    return folder / name;
}

std::unique_ptr<raytrace::LaunchSource> open(std::filesystem::path const& file,
                                             ListUnits const& units = kilometres) {
    return open_ray_list(ranks(), file, units);
}

std::unique_ptr<raytrace::LaunchSource> read(std::string const& text, ListUnits const& units = kilometres) {
    auto const file = scratch("rays.csv");
    parallel::on_root(ranks(), [&] { std::ofstream(file, std::ios::binary) << text; });
    return open(file, units);
}

void expect_words(std::function<void()> const& call, std::initializer_list<char const*> words) {
    std::string text = "no error";
    try {
        call();
    } catch (parallel::AgreedError const& error) {
        EXPECT_TRUE(error.is_bad_input());
        text = error.what();
    }
    for (auto const* word : words)
        EXPECT_NE(text.find(word), std::string::npos) << text << "\nlacks " << word;
}

TEST(CsvRays, ColumnsComeInAnyOrder) {
    auto const rays = read(
        "\xef\xbb\xbf# two rays\n\n mode, \"frequency\",x,y,z,dx,dy,dz\r\nO,1.5,1,2,3,0,0,1\n\"x\" , "
        "20,4,5,6, "
        "1e-3,-2,+0\n# end\n");
    ASSERT_EQ(rays->size(), 2U);
    EXPECT_EQ(rays->at(0).mode, Mode::ordinary);
    EXPECT_DOUBLE_EQ(rays->at(0).frequency_hz, 1.5e6);
    EXPECT_EQ(rays->at(1).position_m, (Vector{4000, 5000, 6000}));
    EXPECT_EQ(rays->at(1).direction, (Vector{1e-3, -2, 0}));
    EXPECT_EQ(rays->at(1).mode, Mode::extraordinary);
}

TEST(CsvRays, WhatCannotBeFlownIsLeftToTheSolver) {
    auto const rays = read(
        "x,y,z,dx,dy,dz,frequency,mode\n1,nan,3,0,0,1,5,O\n1,2,3,0,0,0,5,O\n1,2,3,0,0,1,-5,O\n1,2,inf,0,0,1,"
        "5,Q\n");
    ASSERT_EQ(rays->size(), 4U);
    EXPECT_TRUE(std::isnan(rays->at(0).position_m[1]));
    EXPECT_EQ(rays->at(1).direction, (Vector{0, 0, 0}));
    EXPECT_EQ(rays->at(2).frequency_hz, -5e6);
    EXPECT_EQ(rays->at(3).mode, no_mode);
}

/// More rays than two blocks, comments between them; ray k starts at x = k km.
std::string many_rows(std::uint64_t count) {
    std::string text = "x,y,z,dx,dy,dz,frequency\n";
    for (std::uint64_t k = 0; k < count; ++k) {
        if (k % 1000 == 7) text += "# a comment\n\n";
        text += std::to_string(k) + ",0,0,0,0,1,5\n";
    }
    text.pop_back();
    return text;
}

TEST(CsvRays, AreReadByBlocksInAnyOrder) {
    ListUnits units = kilometres;
    units.mode = Mode::extraordinary;
    auto const count = 2 * RayList::block_rays + 100;
    auto const rays = read(many_rows(count), units);
    ASSERT_EQ(rays->size(), count);
    for (auto const k :
         {count - 1, std::uint64_t{0}, RayList::block_rays, RayList::block_rays - 1, count - 1}) {
        EXPECT_EQ(rays->at(k).position_m[0], 1e3 * static_cast<double>(k));
        EXPECT_EQ(rays->at(k).mode, Mode::extraordinary);
    }
}

TEST(CsvRays, ThatVanishWhileTheyAreReadAreAnError) {
    ListUnits units = kilometres;
    units.mode = Mode::ordinary;
    auto const rays = read(many_rows(RayList::block_rays + 10), units);
    auto const file = scratch("rays.csv");
    parallel::on_root(ranks(), [&] { std::ofstream(file) << "x\n"; });
    expect_words([&] { parallel::in_agreement(ranks(), [&] { return rays->at(RayList::block_rays); }); },
                 {"rays.csv", "shorter"});
}

TEST(CsvRays, ErrorsNameTheLine) {
    std::string const header = "x,y,z,dx,dy,dz,frequency,mode\n";
    auto const expect = [&](std::string const& text, std::initializer_list<char const*> words) {
        expect_words([&] { read(text); }, words);
    };
    expect("", {"no rays"});
    expect(header, {"no rays"});
    expect("x,y,z\n1,2,3\n", {":1", "\"dx\" is named 0 times"});
    expect("x,y,z,dx,dy,dz,frequency\n1,2,3,0,0,1,5\n", {":1", "\"mode\"", "--modes"});
    expect("x,x,y,z,dx,dy,dz,frequency,mode\n", {":1", "\"x\" is named 2 times"});
    expect("x,y,z,dx,dy,dz,frequency,mode,taste\n", {":1", "9 columns"});
    expect(header + "1,2,3,0,0,1,5,O\n1,2,3,0,0,1,5\n", {":3", "7 values", "8, as the header"});
    expect(header + "1,2,three,0,0,1,5,O\n", {":2", "z", "three", "a number"});
    expect(header + "1,2,1e999,0,0,1,5,O\n", {":2", "z", "1e999", "beyond"});
    expect(header + "1,2,,0,0,1,5,O\n", {":2", "z"});
    expect(header + "1,2,3 4,0,0,1,5,O\n", {":2", "z", "3 4"});
    expect_words([] { open("/nonexistent/rays.csv"); }, {"/nonexistent/rays.csv"});
}

/// Writes a list of n rays that a change may spoil.
class Hdf5List : public ::testing::Test {
  protected:
    using Change = std::function<void(record::Group&)>;

    std::filesystem::path const file = scratch("rays_in.h5");
    std::uint64_t const n = RayList::block_rays + 10;

    template <class T = double>
    record::Dataset put(record::Group& root, char const* name, record::Shape const& shape, T factor,
                        char const* unit = "") {
        auto dataset = root.create<T>(name, shape, {unit, "for a test"});
        std::uint64_t size = 1;
        for (auto const extent : shape)
            size *= extent;
        std::vector<T> values;
        for (std::uint64_t k = 0; ranks().is_root() && k < size; ++k)
            values.push_back(static_cast<T>(factor * static_cast<T>(k)));
        dataset.write_rows(0, values);
        return dataset;
    }

    void write(Change const& fill) {
        auto made = record::File::create(ranks(), file, record::Overwrite::yes);
        auto root = made.root();
        fill(root);
        made.commit();
    }

    void refused(Change const& fill, std::initializer_list<char const*> words) {
        write(fill);
        expect_words([&] { open(file); }, words);
    }
};

TEST_F(Hdf5List, IsReadInItsUnits) {
    write([&](record::Group& root) {
        put(root, "position", {n, 3}, 1.0, "radius");
        put(root, "direction", {n, 3}, 2.0);
        put(root, "frequency", {n}, 1.0f, "kHz");
        put<std::uint8_t>(root, "mode", {n}, 1);
    });
    auto const rays = open(file);
    ASSERT_EQ(rays->size(), n);
    auto const last = rays->at(n - 1);
    EXPECT_EQ(last.position_m[2], 7e7 * static_cast<double>(3 * n - 1));
    EXPECT_EQ(last.direction[0], 2.0 * static_cast<double>(3 * n - 3));
    EXPECT_EQ(last.frequency_hz, 1e3 * static_cast<double>(n - 1));
    EXPECT_EQ(rays->at(0).mode, Mode::ordinary);
    EXPECT_EQ(rays->at(1).mode, Mode::extraordinary);
    EXPECT_EQ(rays->at(2).mode, no_mode);
}

TEST_F(Hdf5List, NeedsItsDatasetsInShape) {
    auto const all = [this](record::Group& root) {
        put(root, "position", {n, 3}, 1.0, "km");
        put(root, "direction", {n, 3}, 1.0);
        put(root, "frequency", {n}, 1.0, "Hz");
    };
    refused(all, {"rays_in.h5", "mode", "--modes"});
    refused([&](auto& root) { put(root, "position", {n, 3}, 1.0, "km"); }, {"direction", "no such dataset"});
    refused(
        [&](auto& root) {
            put(root, "position", {n}, 1.0, "km");
            put(root, "direction", {n, 3}, 1.0);
            put(root, "frequency", {n}, 1.0, "Hz");
        },
        {"position", "[n, 3]"});
    refused(
        [&](auto& root) {
            put(root, "position", {n, 3}, 1.0, "km");
            put(root, "direction", {n - 1, 3}, 1.0);
            put(root, "frequency", {n}, 1.0, "Hz");
        },
        {"direction", "[4105, 3]", "[4106, 3]"});
    refused(
        [&](auto& root) {
            all(root);
            root.dataset("frequency").set("unit", std::string("furlong"));
        },
        {"frequency", "furlong", "Hz, kHz, MHz, GHz"});
    refused(
        [&](auto& root) {
            all(root);
            put(root, "mode", {n}, 1.0);
        },
        {"mode", "float64", "0 ordinary"});
}

TEST_F(Hdf5List, ThatIsDamagedIsABadInput) {
    parallel::on_root(ranks(), [&] { std::ofstream(file, std::ios::binary) << "\x89HDF\r\n\x1a\nrubbish"; });
    expect_words([&] { open(file); }, {"rays_in.h5"});
}

}  // namespace
}  // namespace vespa::raytrace_driver

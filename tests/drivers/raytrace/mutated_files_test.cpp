// Text files that have come to harm: each is read or refused with what, where and what is allowed.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <string>

#include "core/errors/bad_input.hpp"
#include "drivers/raytrace/artemis_files.hpp"
#include "drivers/raytrace/csv_rays.hpp"

namespace vespa::raytrace_driver {
namespace {

constexpr int mutations = 600;

/// Changes a text in one to four places, the same way at every run.
class Mutator {
  public:
    std::string operator()(std::string text) {
        for (auto changes = 1 + pick(4); changes > 0; --changes)
            change(text);
        return text;
    }

  private:
    std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

    /// Some text that a reader of numbers may stumble over.
    std::string word() {
        static constexpr char const* words[] = {
            "nan", "-inf", "1e999", "-0", "1d400", "99999999999999999999", "+", "-", "\n", ",", ",,",
            "#",   "\r\n", "1.5.2", "\t", "0x1p3"};
        return words[pick(std::size(words))];
    }

    void change(std::string& text) {
        auto const at = pick(text.size() + 1);
        switch (pick(6)) {
            case 0:
                text.resize(at);
                break;
            case 1:
                text.erase(at, 1 + pick(12));
                break;
            case 2:
                text.insert(at, word());
                break;
            case 3:
                text.insert(at, 1, static_cast<char>(pick(256)));
                break;
            case 4:
                if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << pick(8)));
                break;
            default:
                text.insert(at, text.substr(pick(text.size() + 1), 1 + pick(40)));
                break;
        }
    }

    std::mt19937_64 random_{20};
};

/// Gives mutants of a text to a reader. \return how many it accepted
template <class Read>
int accepted_mutants(std::string const& name, std::string const& text, Read const& read) {
    auto const folder = std::filesystem::path(VESPA_BINARY_DIR) / "tests/drivers/raytrace/mutated";
    std::filesystem::create_directories(folder);
    auto const file = folder / name;
    auto const write = [&](std::string const& content) { std::ofstream(file, std::ios::binary) << content; };
    write(text);
    EXPECT_NO_THROW(read(file));
    Mutator mutate;
    int accepted = 0;
    for (int i = 0; i < mutations; ++i) {
        auto const mutant = mutate(text);
        write(mutant);
        try {
            read(file);
            ++accepted;
        } catch (BadInput const& error) {
            EXPECT_NE(std::string(error.what()).find(file.string()), std::string::npos)
                << mutant << error.what();
        } catch (std::exception const& error) {
            ADD_FAILURE() << error.what() << " for\n" << mutant;
        }
    }
    std::filesystem::remove(file);
    return accepted;
}

// Both happen: what is broken is refused, what is only different is read.
#define EXPECT_SOME(accepted)            \
    EXPECT_GT(accepted, mutations / 50); \
    EXPECT_LT(accepted, mutations - mutations / 50)

TEST(MutatedFiles, EnvironOfArtemis) {
    std::string const text = "115. n0 (cm-3)\n12800 z0 (km)\n6.d-5 B0 (T)\n6400. z0B\n";
    EXPECT_SOME(accepted_mutants("environ.txt", text, [](std::filesystem::path const& file) {
        auto const read = read_artemis_environ(file);
        EXPECT_TRUE(read.density_cm3 > 0 && std::isfinite(read.density_cm3));
        EXPECT_TRUE(read.height_km > 0 && std::isfinite(read.height_km));
        if (!read.field) return;
        EXPECT_TRUE(std::isfinite(read.field->strength_T));
        EXPECT_TRUE(read.field->height_km > 0 && std::isfinite(read.field->height_km));
    }));
}

TEST(MutatedFiles, RaysOfArtemis) {
    std::string const text =
        "test name\nRK4T integrator\n100. kHz\n3 rays\n20000 iterations\ncart\nkm\n0. 0. 13800.\n0.,0., "
        "1.38d4\n"
        "10 20 13800 start\n0.64 0. -0.77\n0. 0. 1.\n1 0 0\nX mode\nO\nV\n5. mumax\n0.1 dtinit\n0.1 "
        "dtmax\n0.1 dtmin\n";
    EXPECT_SOME(accepted_mutants("rays.txt", text, [](std::filesystem::path const& file) {
        auto const read = read_artemis_rays(file);
        EXPECT_FALSE(read.launches.empty());
        EXPECT_GT(read.maximum_index, 1);
        EXPECT_GT(read.longest_path_km, 0);
        for (auto const& ray : read.launches)
            EXPECT_GT(ray.frequency_hz, 0);
    }));
}

TEST(MutatedFiles, ListsOfRays) {
    std::string const text =
        "# "
        "rays\nx,y,z,dx,dy,dz,frequency,mode\n1,2,3,0,0,1,0.5,O\n-1e3,2.5,nan,1,0,1,10,X\n\n4,5,6,1,1,1,1e-1,"
        "X\n";
    ListUnits const kilometres{7e7, 1e3, {}};
    EXPECT_SOME(accepted_mutants("rays.csv", text, [&](std::filesystem::path const& file) {
        auto index = index_csv_rays(file, kilometres);
        auto const rays = index.head.rays;
        EXPECT_LE(rays, 60u);
        CsvRays const list(file, kilometres, std::move(index));
        for (std::uint64_t ray = 0; ray < rays; ++ray)
            static_cast<void>(list.at(ray));
    }));
}

}  // namespace
}  // namespace vespa::raytrace_driver

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "planet/plasma/make_plasma.hpp"

namespace vespa::planet {
namespace {

// Texts a user could have meant, damaged at a few places: each either makes models or is refused with a
// BadInput, no more.
std::string damaged(std::string text, std::mt19937& random) {
    static std::string const bytes = "=,:.-+e0123456789 \tnaif_\xff\n\"'$;";
    auto const below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    for (std::size_t times = 1 + below(4); times > 0; --times) {
        auto const at = below(text.size() + 1);
        char const byte = below(8) == 0 ? '\0' : bytes[below(bytes.size())];
        switch (below(4)) {
            case 0:
                text.insert(at, 1, byte);
                break;
            case 1:
                text.erase(at, 1 + below(3));
                break;
            case 2:
                text.insert(at, text.substr(below(text.size() + 1), 1 + below(12)));
                break;
            default:
                if (at < text.size()) text[at] = byte;
        }
    }
    return text;
}

TEST(SpecificationFuzz, DamagedTextsMakeAPlasmaOrABadInput) {
    std::vector<std::string> const texts{
        "uniform:density=10",
        "chapman:height=300,density=1e6,scale_height=60,topside_scale_height=90",
        "power:geometry=plane,axis=z,density=115,exponent=-3,reference=12800",
        "io-torus:equator=flat,tilt=6.4,scale=1.2,density_1=1710,shift=0.05",
        "step:height=100,density_below=1,density_above=10,width=5,center_x=4",
        "divine-garrett:scale=2,reference_west=21",
        "jupiter-ionosphere:profile=egress,thickness=900",
        "dipole-aligned:density=10,reference=6,plasmapause=5,tilt=9.5",
    };
    std::mt19937 random(20240611);
    auto const jupiter = body_named("jupiter");
    int made = 0, refused = 0;
    for (int round = 0; round < 4000; ++round) {
        auto const text = damaged(texts[static_cast<std::size_t>(round) % texts.size()], random);
        try {
            auto const plasma = make_plasma({text}, jupiter);
            double const x[] = {7.3e7}, y[] = {1e7}, z[] = {-2e6};
            double n[1], gx[1], gy[1], gz[1];
            plasma.density_and_gradient(x, y, z, n, gx, gy, gz);
            EXPECT_TRUE(std::isfinite(n[0]) && std::isfinite(gx[0]) && std::isfinite(gy[0]) &&
                        std::isfinite(gz[0]))
                << text;
            ++made;
        } catch (BadInput const& error) {
            ++refused;
            for (char const c : std::string(error.what()))
                EXPECT_TRUE(c == '\t' || static_cast<unsigned char>(c) >= 0x20) << text;
        }
    }
    EXPECT_GT(made, 50);
    EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace vespa::planet

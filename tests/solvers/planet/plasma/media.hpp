#pragma once
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "planet/plasma/make_plasma.hpp"

namespace vespa::planet::test {

/// A medium and where to look at it: radii (km) of a shell, flattened towards the equator by `flatness`.
struct Medium {
    std::string body;
    std::vector<std::string> specifications;
    double nearest, farthest;
    double flatness = 1;
    double difference_step = 0.05;  ///< km; of difference quotients: well below the medium's shortest length
    std::array<double, 3> centre{};

    Plasma plasma() const { return make_plasma(specifications, body_named(body)); }
};

/// Every model, in the frames and options that have code of their own.
inline std::vector<Medium> media() {
    double const rj = 71492, rs = 60268, sun = 695700;
    return {
        {"none", {"uniform:density=3"}, 1, 1e6},
        {"none", {"linear:geometry=plane,slope=2,base=-500,base_density=7"}, 1, 400},
        {"none", {"linear:geometry=plane,axis=x,slope=-2,base_density=100,edge=continued"}, 1, 400},
        {"earth", {"linear:slope=0.5,base=100"}, 6500, 7000},
        {"none", {"parabolic:geometry=plane,height=300,half_thickness=900,density=1e6"}, 1, 500},
        {"earth", {"parabolic:height=300,half_thickness=100,density=1e6,edge=continued"}, 6400, 7000},
        {"none", {"quasi-parabolic:peak_radius=6670,half_thickness=100,density=1e6"}, 6575, 6770},
        {"none",
         {"quasi-parabolic:peak_radius=6670,half_thickness=100,density=1e6,edge=continued"},
         5000,
         9000},
        {"none", {"chapman:geometry=plane,axis=y,height=300,scale_height=60,density=1e6"}, 1, 1500},
        {"earth", {"chapman:height=300,scale_height=60,topside_scale_height=90,density=1e6"}, 6400, 8000},
        {"jupiter",
         {"chapman:geometry=ellipsoid,height=900,scale_height=90,topside_scale_height=400,transition=50,"
          "density=1e5"},
         rj,
         1.2 * rj},
        {"earth", {"exponential:height=100,scale_height=50,density=1e5"}, 6400, 8000},
        {"saturn", {"exponential:geometry=ellipsoid,scale_height=545,density=1e4"}, rs, 1.2 * rs},
        {"none", {"step:geometry=plane,height=20,width=15,density_below=5,density_above=1e4"}, 1, 120},
        {"earth", {"step:height=2000,width=100,density_below=1e4,density_above=1"}, 7000, 10000},
        {"none", {"power:geometry=plane,density=115,exponent=-3,reference=100,floor=1"}, 20, 400, 1, 0.01},
        {"none", {"power:density=1,exponent=-1,reference=1000"}, 20, 40000},
        {"none", {"power:density=5,exponent=-2.5,reference=1000,center_x=10,center_y=-5"}, 100, 40000},
        {"none", {"power:density=5,exponent=1.25,reference=1000"}, 100, 40000},
        {"sun", {"corona:model=leblanc"}, sun, 20 * sun, 1, 100},
        {"sun", {"corona:model=newkirk"}, sun, 20 * sun, 1, 100},
        {"sun", {"corona:model=saito,scale=2"}, sun, 20 * sun, 1, 100},
        {"sun", {"corona:model=baumbach-allen"}, sun, 20 * sun, 1, 100},
        {"sun", {"corona:model=parker"}, sun, 20 * sun, 1, 5},
        {"jupiter", {"jupiter-ionosphere"}, 66900, 76000},
        {"jupiter", {"jupiter-ionosphere:profile=egress,topside_scale_height=480"}, 66900, 90000},
        {"ganymede", {"moon-ionosphere"}, 2640, 9000},
        {"jupiter",
         {"moon-ionosphere:moon=europa,center_x=5e5,center_y=4e5"},
         1570,
         4000,
         1,
         1,
         {5e5, 4e5, 0}},
        {"callisto", {"moon-ionosphere"}, 2420, 4000},
        {"jupiter", {"io-torus"}, 4.5 * rj, 10 * rj, 0.2, 5},
        {"jupiter", {"io-torus:equator=flat,scale=1.5,shift=0.08"}, 4.5 * rj, 10 * rj, 0.2, 5},
        {"jupiter", {"io-torus"}, 5.95 * rj, 6.25 * rj, 0.2, 5},
        {"jupiter", {"divine-garrett"}, 1.1 * rj, 3.5 * rj, 1, 5},
        {"jupiter", {"divine-garrett:scale=2"}, 3.5 * rj, 9 * rj, 0.3, 0.5},
        {"jupiter", {"divine-garrett:reference_west=25"}, 9 * rj, 80 * rj, 0.1, 5},
        {"saturn", {"saturn-disc"}, 2.5 * rs, 15 * rs, 0.2, 20},
        {"saturn",
         {"saturn-disc:height=0.047,height_exponent=1.8,break=4.7,sharpness=4"},
         2.5 * rs,
         12 * rs,
         0.2,
         100},
        {"jupiter",
         {"dipole-aligned:density=40,reference=9,tilt=9.6,pole_longitude=-158.5,field_exponent=1"},
         3 * rj,
         20 * rj,
         0.7,
         100},
        {"earth",
         {"dipole-aligned:density=400,reference=4,exponent=4.5,plasmapause=4.5,width=0.2,outer_share=0.05"},
         9000,
         40000,
         0.5,
         5},
        {"earth", {"dipole-aligned:density=400,plasmapause=3,width=0.5,outer_share=0"}, 9000, 40000, 0.5, 1},
        {"earth", {"diffusive-equilibrium"}, 6500, 25000, 1, 0.05},
        {"earth",
         {"diffusive-equilibrium:knee=2.5,outer_radius=9000,outer_width=3000,outer_exponent=3"},
         7000,
         30000,
         1,
         1},
        {"jupiter",
         {"io-torus", "jupiter-ionosphere", "power:density=0.01,exponent=-2,reference=7e5"},
         66900,
         10 * rj,
         0.3,
         1},
    };
}

/// Points (m) of a medium's shell, the same ones each time.
struct Points {
    std::vector<double> x, y, z;
};

inline Points points(Medium const& medium, std::size_t count, unsigned seed = 1) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> part(0, 1);
    Points out;
    for (std::size_t i = 0; i < count; ++i) {
        double const d[3] = {normal(random), normal(random), medium.flatness * normal(random)};
        double const r = medium.nearest * std::pow(medium.farthest / medium.nearest, part(random));
        double const scale = 1e3 * r / std::hypot(d[0], d[1], d[2]);
        out.x.push_back(scale * d[0] + 1e3 * medium.centre[0]);
        out.y.push_back(scale * d[1] + 1e3 * medium.centre[1]);
        out.z.push_back(scale * d[2] + 1e3 * medium.centre[2]);
    }
    return out;
}

/// What a batch call returns.
struct Batch {
    explicit Batch(std::size_t n) : density(n), gx(n), gy(n), gz(n) {}
    std::vector<double> density, gx, gy, gz;
};

inline Batch evaluate(Plasma const& plasma, Points const& at) {
    Batch out(at.x.size());
    plasma.density_and_gradient(at.x, at.y, at.z, out.density, out.gx, out.gy, out.gz);
    return out;
}

}  // namespace vespa::planet::test

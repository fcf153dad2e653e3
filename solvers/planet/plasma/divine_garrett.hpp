#pragma once
#include <algorithm>
#include <array>
#include <cstddef>

/// Numbers of Divine & Garrett (1983, J. Geophys. Res. 88, 6889, doi 10.1029/JA088iA09p06889), cold
/// electrons.
namespace vespa::planet::divine_garrett {

struct Knot {
    double r;              ///< radii of 71 400 km
    double log10_density;  ///< cm⁻³, on the disc's midplane
    double log10_kt;       ///< eV
};

/// Linear in r between the knots, and beyond the ends.
inline constexpr std::array<Knot, 16> table{{{3.8, 1.55, 1.67},
                                             {4.9, 2.75, -0.31},
                                             {5.1, 2.91, -0.18},
                                             {5.3, 3.27, 0.37},
                                             {5.5, 2.88, 0.92},
                                             {5.65, 3.57, 1.15},
                                             {5.8, 3.31, 1.33},
                                             {5.9, 3.35, 1.54},
                                             {6.4, 3.18, 1.63},
                                             {7.4, 2.78, 1.67},
                                             {7.9, 2.25, 1.75},
                                             {10, 1.48, 2},
                                             {20, 0.20, 2},
                                             {60, -2, 2},
                                             {100, -2, 2},
                                             {170, -3, 2}}};

/// The table as a line through its first interval and a bend at each inner knot. The model's corners are
/// rounded (ours): each bend is spread over r ± half_width, a fifth of the shorter interval beside it and at
/// most 0.5.
struct Bend {
    double r, half_width;
    double density, kt;  ///< change of slope of the logarithms
};

inline constexpr auto bends = [] {
    std::array<Bend, table.size() - 2> all{};
    auto const slope = [](std::size_t i, double Knot::*of) {
        return (table[i + 1].*of - table[i].*of) / (table[i + 1].r - table[i].r);
    };
    for (std::size_t i = 1; i + 1 < table.size(); ++i) {
        all[i - 1] = {table[i].r,
                      std::min(0.5, 0.2 * std::min(table[i].r - table[i - 1].r, table[i + 1].r - table[i].r)),
                      slope(i, &Knot::log10_density) - slope(i - 1, &Knot::log10_density),
                      slope(i, &Knot::log10_kt) - slope(i - 1, &Knot::log10_kt)};
    }
    return all;
}();

/// Where one region's formula gives way to the next, and half the range of the change (ours; the model
/// jumps).
inline constexpr std::array<double, 3> joint{3.8, 7.9, 20};
inline constexpr std::array<double, 3> joint_half_width{0.2, 0.25, 1};

inline constexpr double inner_density = 4.65;  ///< cm⁻³, region r < 3.8
inline constexpr double inner_decay = 7.68;
inline constexpr double inner_tilt = 0.123;  ///< tan of the tilt, r < 7.9
inline constexpr double torus_height = 0.2;  ///< H = 0.2 √(kT/eV)
inline constexpr double disc_height = 1.82;  ///< H = 1.82 − 0.041 r, 7.9 < r < 20
inline constexpr double disc_height_slope = 0.041;
inline constexpr double disc_rise = 7.0 / 30;  ///< z₀ = (7 r − 16)/30 cos(l − l₀)
inline constexpr double disc_offset = 16.0 / 30;
inline constexpr double outer_amplitude = 3.8;  ///< z₀ = 20·0.19 cos(l − l₀ − 0.9°(r − 20)), r > 20, H = 1
inline constexpr double outer_lag = 0.01570796326794896619;  ///< 0.9° in rad

}  // namespace vespa::planet::divine_garrett

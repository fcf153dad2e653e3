#pragma once
#include <cmath>
#include <random>

#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/partition_sum.hpp"

namespace vespa::testing {

/// Q = (T / 296)^1.5, times a constant that must not matter.
inline lbl::PartitionTable made_partition_sum(double constant = 7) {
    std::vector<double> t, q;
    for (double at = 10; at <= 3000; at += 10) {
        t.push_back(at);
        q.push_back(constant * std::pow(at / 296, 1.5));
    }
    return {"made", t, q};
}

/// Lines of two isotopologues with sets of air, self and h2 broadening, some values absent.
inline lbl::StoredLines made_lines(std::size_t count, std::size_t isotopologues = 2) {
    lbl::StoredLines lines;
    std::mt19937_64 random(7);
    auto const uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    for (std::size_t i = 0; i < isotopologues; ++i)
        lines.isotopologues.push_back(lbl::hitran_isotopologues()[*lbl::find_isotopologue(2, 1) + i]);
    lines.profiles.columns = {"gamma_air", "gamma_self", "n_air", "delta_air", "gamma_h2", "n_h2"};
    lines.profiles.values.resize(6);
    constexpr std::size_t sets = 97;
    for (std::size_t s = 0; s < sets; ++s) {
        double const values[] = {0.04 + 0.06 * uniform(),
                                 s % 7 ? 0.1 * uniform() : lbl::absent,
                                 s % 5 ? 0.5 + 0.3 * uniform() : lbl::absent,
                                 -0.005 * uniform(),
                                 0.08 * uniform(),
                                 s % 3 ? 0.4 * uniform() : lbl::absent};
        for (std::size_t c = 0; c < 6; ++c)
            lines.profiles.values[c].push_back(values[c]);
    }
    double position = 1e-6;
    for (std::size_t i = 0; i < count; ++i) {
        lines.position.push_back(position);
        position += i < count / 8 ? 0.01 * uniform() : 5000.0 / static_cast<double>(count) * uniform();
        lines.log_strength.push_back(std::log(1e-30) + 18 * uniform());
        lines.lower_energy.push_back(5000 * uniform());
        lines.isotopologue.push_back(static_cast<std::uint8_t>(random() % isotopologues));
        lines.profile.push_back(static_cast<std::uint32_t>(random() % sets));
    }
    return lines;
}

}  // namespace vespa::testing

#pragma once
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "core/parallel/transfer.hpp"
#include "raytrace/solve.hpp"
#include "solvers/raytrace/dipole.hpp"
#include "support/ranks.hpp"

namespace vespa::raytrace {

using testing::ranks;

/// Keeps the blocks of this rank.
class MemorySink final : public RaySink {
  public:
    std::uint64_t total = 0;
    int waves = 0;
    std::vector<std::uint64_t> indices;
    std::vector<RaySummary> rays;
    std::vector<std::uint32_t> counts;
    std::vector<double> samples;  ///< all columns of a ray, one after the other

    void begin(std::uint64_t asked) override { total = asked; }

    void wave(std::uint64_t first, std::span<RaySummary const> block,
              std::span<std::uint32_t const> sample_counts, SampleColumns const& columns) override {
        ++waves;
        ASSERT_EQ(block.size(), sample_counts.size());
        std::size_t row = 0;
        for (std::size_t i = 0; i < block.size(); ++i) {
            indices.push_back(first + i);
            rays.push_back(block[i]);
            counts.push_back(sample_counts[i]);
            for (std::uint32_t k = 0; k < sample_counts[i]; ++k, ++row) {
                auto const add = [&](std::span<double const> column, std::size_t width) {
                    ASSERT_GE(column.size(), (row + 1) * width);
                    samples.insert(samples.end(), column.begin() + static_cast<std::ptrdiff_t>(row * width),
                                   column.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
                };
                add(columns.position_m, 3);
                add(columns.refractive_index, 3);
                add(columns.group_path_m, 1);
                add(columns.phase_path_m, 1);
                add(columns.path_length_m, 1);
                add(columns.electron_density_m3, 1);
                add(columns.magnetic_field_T, 3);
            }
        }
        EXPECT_EQ(row, columns.group_path_m.size());
    }

    /// All ranks' parts in index order, on every rank. \collective
    MemorySink gathered() const {
        MemorySink all;
        all.total = total;
        all.waves = waves;
        // The ranks' blocks of each wave follow one another: order by index.
        auto const every_index = parallel::gather_everywhere(ranks(), indices);
        auto const every_ray = parallel::gather_everywhere(ranks(), rays);
        auto const every_count = parallel::gather_everywhere(ranks(), counts);
        auto const every_sample = parallel::gather_everywhere(ranks(), samples);
        std::vector<std::size_t> order(every_index.size()), start(every_index.size());
        std::size_t at = 0;
        for (std::size_t i = 0; i < every_index.size(); ++i) {
            order.at(every_index[i]) = i;
            start[i] = at;
            at += 13 * every_count[i];
        }
        for (std::size_t i = 0; i < order.size(); ++i) {
            auto const from = order[i];
            all.indices.push_back(every_index[from]);
            all.rays.push_back(every_ray[from]);
            all.counts.push_back(every_count[from]);
            auto const first = every_sample.begin() + static_cast<std::ptrdiff_t>(start[from]);
            all.samples.insert(all.samples.end(), first,
                               first + static_cast<std::ptrdiff_t>(13 * every_count[from]));
        }
        return all;
    }
};

inline bool same_bits(double a, double b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

inline bool same_bits(Vector const& a, Vector const& b) {
    return same_bits(a[0], b[0]) && same_bits(a[1], b[1]) && same_bits(a[2], b[2]);
}

/// Every member, bit for bit.
inline bool same_bits(RaySummary const& a, RaySummary const& b) {
    return same_bits(a.launch_position_m, b.launch_position_m) &&
           same_bits(a.launch_direction, b.launch_direction) && same_bits(a.frequency_hz, b.frequency_hz) &&
           same_bits(a.end_position_m, b.end_position_m) &&
           same_bits(a.end_refractive_index, b.end_refractive_index) &&
           same_bits(a.group_path_m, b.group_path_m) && same_bits(a.phase_path_m, b.phase_path_m) &&
           same_bits(a.path_length_m, b.path_length_m) &&
           same_bits(a.hamiltonian_error, b.hamiltonian_error) &&
           same_bits(a.closest_position_m, b.closest_position_m) &&
           same_bits(a.turning_position_m, b.turning_position_m) && a.steps == b.steps &&
           a.rejected_steps == b.rejected_steps && a.closest_approaches == b.closest_approaches &&
           a.turning_points == b.turning_points && a.mode == b.mode && a.stop_reason == b.stop_reason;
}

/// Launches of which some cannot be flown.
inline std::vector<Launch> mixed_launches(std::size_t count) {
    auto launches = Dipole::launches(count);
    for (std::size_t i = 5; i < count; i += 11)
        launches[i].position_m = {0.5, 0, 0};
    for (std::size_t i = 7; i < count; i += 13)
        launches[i].mode = Mode::extraordinary;
    return launches;
}

}  // namespace vespa::raytrace

#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/expansion.hpp"

namespace vespa::lbl {

/// Cells of a level, one after the other, to which another cell's lines are to be added.
struct TransferRun {
    std::size_t source;        ///< place of that cell among those that hold lines
    std::int64_t cell;         ///< its number
    std::int64_t first, last;  ///< of the cells that take
};

/// Matrices from moments to nodes by offset, made when first asked for.
class TransferMatrices {
  public:
    explicit TransferMatrices(Expansion const& expansion) : expansion_(expansion) {}

    double const* at(std::int64_t offset);

  private:
    Expansion const& expansion_;
    std::vector<std::vector<double>> above_, below_;  // by |offset|
};

/// The two matrices of a distance in cells, and how many moments matter there.
struct TransferAt {
    double const* above = nullptr;
    double const* below = nullptr;
    int terms = 0;
};

/// What the transfers of one level need, by distance. Distances are a few small ones and, where the ends of
/// wings lie, some around a large one.
class TransferTable {
  public:
    /// For all distances of the runs. \param radius  how far lines reach beyond the middle of their cell, in
    /// half-widths of it: moment k grows as its power k \param most  moments
    void make(std::span<TransferRun const> runs, TransferMatrices& matrices, double radius, double tolerance,
              int most);
    TransferAt const& at(std::int64_t distance) const {
        return distance < small ? near_[distance] : far_[static_cast<std::size_t>(distance - far_first_)];
    }

  private:
    static constexpr std::int64_t small = 8;
    TransferAt near_[small];
    std::int64_t far_first_ = 0;
    std::vector<TransferAt> far_;
};

/// Adds to `nodes`, of all cells of the level, what the lines of the runs' sources add, whose moments stand
/// one after the other.
void add_transfers(Expansion const& expansion, std::span<TransferRun const> runs, TransferTable const& table,
                   double const* moments, double* nodes);

}  // namespace vespa::lbl

#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "drivers/raytrace/ray_list.hpp"

namespace vespa::raytrace_driver {

/// Where the rays of a CSV file stand, for whoever reads a part of it.
struct CsvIndex {
    struct Head {
        std::array<std::int32_t, 8> place{};  ///< in a row, of x, y, z, dx, dy, dz, frequency, mode; -1: none
        std::uint32_t columns = 0;            ///< values of a row
        std::uint64_t rays = 0;
    };
    struct Block {
        std::uint64_t offset;  ///< of the line of its first ray, bytes
        std::uint64_t line;    ///< number of that line
    };
    Head head;
    std::vector<Block> blocks;  ///< of RayList::block_rays rays each
};

/// Reads a whole list once and checks every line: comma-separated, the first line with the names x, y, z, dx,
/// dy, dz, frequency (MHz) and mode (may be left out) in any order; empty lines and lines that begin with #
/// are ignored. \throws BadInput with file and line. Local.
CsvIndex index_csv_rays(std::filesystem::path const& file, ListUnits const& units);

/// The rays of a CSV file that has been indexed.
class CsvRays final : public RayList {
  public:
    CsvRays(std::filesystem::path file, ListUnits const& units, CsvIndex index)
        : file_(std::move(file)), units_(units), index_(std::move(index)) {}
    std::uint64_t size() const override { return index_.head.rays; }

  protected:
    std::vector<raytrace::Launch> read_block(std::uint64_t block) const override;

  private:
    std::filesystem::path file_;
    ListUnits units_;
    CsvIndex index_;
};

}  // namespace vespa::raytrace_driver

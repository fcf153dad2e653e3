#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include "lbl/lines/packed_line.hpp"

namespace vespa::lbl {

/// Lines collected in bounded memory: each time so many have come, they are sorted by position and written to
/// a scratch file as a run. A list that fits never touches the disk. Local.
class SortedRuns {
  public:
    /// \param capacity lines held in memory, at least 1 \param scratch the file, made when it is needed and
    /// removed in the end
    SortedRuns(std::size_t capacity, std::filesystem::path scratch);
    ~SortedRuns();
    SortedRuns(SortedRuns const&) = delete;
    SortedRuns& operator=(SortedRuns const&) = delete;

    /// Room for the next lines: append at its end, then call settle().
    std::vector<PackedLine>& incoming() { return memory_; }
    /// Writes a run if memory is full. \throws std::runtime_error if the disk is
    void settle();
    /// No more lines come.
    void finish();

    std::uint64_t size() const { return size_; }

    /// Every 1024th position of each run, each standing for that many lines, in no order.
    static constexpr std::size_t sample_distance = 1024;
    std::vector<double> samples() const;

    /// Appends the lines with from <= position < to. \throws std::runtime_error if the file cannot be read
    void append_between(double from, double to, std::vector<PackedLine>& lines);

  private:
    struct Run {
        std::uint64_t first = 0, count = 0;  // in the file
        std::vector<double> positions;       // of every 1024th line
    };

    void sort_memory();
    std::uint64_t lower_bound(Run const& run, double position);
    void read(std::uint64_t first, std::span<PackedLine> lines);

    std::size_t capacity_;
    std::filesystem::path path_;
    std::fstream file_;
    std::vector<PackedLine> memory_;
    std::vector<Run> runs_;
    std::uint64_t size_ = 0, written_ = 0;
};

}  // namespace vespa::lbl

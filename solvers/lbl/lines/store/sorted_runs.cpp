#include "lbl/lines/store/sorted_runs.hpp"

#include <algorithm>
#include <stdexcept>

namespace vespa::lbl {
namespace {

bool is_below(PackedLine const& line, double position) {
    return line.position < position;
}

std::vector<double> sampled(std::span<PackedLine const> lines) {
    std::vector<double> positions;
    for (std::size_t i = 0; i < lines.size(); i += SortedRuns::sample_distance)
        positions.push_back(lines[i].position);
    return positions;
}

}  // namespace

SortedRuns::SortedRuns(std::size_t capacity, std::filesystem::path scratch)
    : capacity_(std::max<std::size_t>(capacity, 1)), path_(std::move(scratch)) {
    memory_.reserve(capacity_ + capacity_ / 64 +
                    10000);  // a piece may go beyond; untouched memory costs nothing
}

SortedRuns::~SortedRuns() {
    file_.close();
    std::error_code ignored;
    if (written_ > 0) std::filesystem::remove(path_, ignored);
}

void SortedRuns::sort_memory() {
    std::sort(memory_.begin(), memory_.end(),
              [](PackedLine const& a, PackedLine const& b) { return a.position < b.position; });
}

void SortedRuns::settle() {
    if (memory_.size() < capacity_) return;
    sort_memory();
    if (written_ == 0) {
        file_.open(path_, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
    }
    file_.seekp(static_cast<std::streamoff>(written_ * sizeof(PackedLine)));
    file_.write(reinterpret_cast<char const*>(memory_.data()),
                static_cast<std::streamsize>(memory_.size() * sizeof(PackedLine)));
    file_.flush();
    runs_.push_back({written_, memory_.size(), sampled(memory_)});
    written_ += memory_.size();
    size_ += memory_.size();
    memory_.clear();
    if (!file_) {
        throw std::runtime_error(path_.string() + ": sorted lines cannot be written (is the disk full?)");
    }
}

void SortedRuns::finish() {
    sort_memory();
    size_ += memory_.size();
}

std::vector<double> SortedRuns::samples() const {
    auto all = sampled(memory_);
    for (auto const& run : runs_)
        all.insert(all.end(), run.positions.begin(), run.positions.end());
    return all;
}

void SortedRuns::read(std::uint64_t first, std::span<PackedLine> lines) {
    file_.seekg(static_cast<std::streamoff>(first * sizeof(PackedLine)));
    file_.read(reinterpret_cast<char*>(lines.data()), static_cast<std::streamsize>(lines.size_bytes()));
    if (!file_) throw std::runtime_error(path_.string() + ": sorted lines cannot be read back");
}

// The first line of a run at or above a position; between two samples the file is looked at.
std::uint64_t SortedRuns::lower_bound(Run const& run, double position) {
    auto const above = std::lower_bound(run.positions.begin(), run.positions.end(), position);
    if (above == run.positions.begin()) return run.first;
    auto const from = static_cast<std::uint64_t>(above - run.positions.begin() - 1) * sample_distance;
    std::vector<PackedLine> block(std::min<std::uint64_t>(sample_distance, run.count - from));
    read(run.first + from, block);
    auto const found = std::lower_bound(block.begin(), block.end(), position, is_below);
    return run.first + from + static_cast<std::uint64_t>(found - block.begin());
}

void SortedRuns::append_between(double from, double to, std::vector<PackedLine>& lines) {
    auto const first = std::lower_bound(memory_.begin(), memory_.end(), from, is_below);
    auto const last = std::lower_bound(first, memory_.end(), to, is_below);
    lines.insert(lines.end(), first, last);
    for (auto const& run : runs_) {
        auto const begin = lower_bound(run, from), end = lower_bound(run, to);
        auto const before = lines.size();
        lines.resize(before + (end - begin));
        if (end > begin) read(begin, std::span(lines).subspan(before));
    }
}

}  // namespace vespa::lbl

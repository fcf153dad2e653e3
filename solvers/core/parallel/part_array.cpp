#include "core/parallel/part_array.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <new>

#include "core/parallel/transfer.hpp"

namespace vespa::parallel {
namespace {

std::uint64_t page_bytes() {
    return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// Calls act(range) for each piece of `range` that one of the sorted `others` holds.
template <class Act>
void for_common(Range const& range, std::vector<Range> const& others, Act const& act) {
    auto other = std::upper_bound(others.begin(), others.end(), range.first,
                                  [](std::uint64_t first, Range const& r) { return first < r.last; });
    for (; other != others.end() && other->first < range.last; ++other)
        act(Range{std::max(range.first, other->first), std::min(range.last, other->last)});
}

/// Every rank's ranges, by rank.
std::vector<std::vector<Range>> ranges_of_all(Communicator const& communicator,
                                              std::vector<Range> const& mine) {
    auto const counts =
        gather_everywhere(communicator, std::vector<std::uint64_t>{std::uint64_t{mine.size()}});
    auto const all = gather_everywhere(communicator, mine);
    std::vector<std::vector<Range>> by_rank;
    auto next = all.begin();
    for (auto const count : counts) {
        by_rank.emplace_back(next, next + static_cast<std::ptrdiff_t>(count));
        next += static_cast<std::ptrdiff_t>(count);
    }
    return by_rank;
}

}  // namespace

PartArray::PartArray(std::uint64_t size) : size_(size) {
    void* const memory = ::mmap(nullptr, std::max<std::uint64_t>(1, size) * sizeof(double),
                                PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    data_ = static_cast<double*>(memory);
    // Huge pages would take memory for what lies between the parts.
    ::madvise(memory, size * sizeof(double), MADV_NOHUGEPAGE);
}

PartArray::~PartArray() {
    ::munmap(data_, std::max<std::uint64_t>(1, size_) * sizeof(double));
}

void PartArray::release(std::uint64_t first, std::uint64_t last) {
    std::uint64_t const in_page = page_bytes() / sizeof(double);
    first = (first + in_page - 1) / in_page * in_page;
    last = last == size_ ? size_ : last / in_page * in_page;
    if (first < last) ::madvise(data_ + first, (last - first) * sizeof(double), MADV_DONTNEED);
}

void PartArray::keep_only(std::span<Range const> ranges) {
    std::uint64_t free_from = 0;
    for (auto const& range : ranges) {
        if (free_from < range.first) release(free_from, range.first);
        free_from = range.last;
    }
    if (free_from < size_) release(free_from, size_);
}

std::uint64_t PartArray::resident_bytes() const {
    std::uint64_t const page = page_bytes();
    std::vector<unsigned char> resident((size_ * sizeof(double) + page - 1) / page);
    if (resident.empty() || ::mincore(data_, size_ * sizeof(double), resident.data()) != 0) return 0;
    return page * static_cast<std::uint64_t>(std::count_if(resident.begin(), resident.end(),
                                                           [](unsigned char flags) { return flags & 1; }));
}

std::vector<Range> united(std::vector<Range> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](Range const& a, Range const& b) { return a.first < b.first; });
    std::vector<Range> result;
    for (auto const& range : ranges) {
        if (range.empty()) continue;
        if (!result.empty() && range.first <= result.back().last) {
            result.back().last = std::max(result.back().last, range.last);
        } else {
            result.push_back(range);
        }
    }
    return result;
}

void exchange_parts(Communicator const& communicator, std::span<double> values,
                    std::vector<Range> const& have, std::vector<Range> const& want) {
    auto const has = ranges_of_all(communicator, have);
    auto const wants = ranges_of_all(communicator, want);
    std::vector<double> outgoing;
    std::vector<std::uint64_t> bytes;
    for (auto const& wanted : wants) {
        std::size_t const before = outgoing.size();
        for (auto const& range : wanted) {
            for_common(range, have, [&](Range const& common) {
                auto const part = values.subspan(common.first, common.size());
                outgoing.insert(outgoing.end(), part.begin(), part.end());
            });
        }
        bytes.push_back((outgoing.size() - before) * sizeof(double));
    }
    std::vector<std::uint64_t> received;
    auto const arrived =
        detail::exchange_bytes(communicator, std::as_bytes(std::span<double const>(outgoing)), bytes,
                               received, detail::largest_message);
    std::byte const* next = arrived.data();
    for (auto const& source : has) {
        for (auto const& range : want) {
            for_common(range, source, [&](Range const& common) {
                std::memcpy(values.data() + common.first, next, common.size() * sizeof(double));
                next += common.size() * sizeof(double);
            });
        }
    }
}

}  // namespace vespa::parallel

#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/share.hpp"

namespace vespa::parallel {

/// An array of numbers of which a rank holds parts, each number at the place it has in the whole: address
/// space for all of it is reserved, memory is taken only where something has been written. Code that reads an
/// element needs not know of parts; what no part holds reads as 0.
class PartArray {
  public:
    /// \throws std::bad_alloc without address space. Local.
    explicit PartArray(std::uint64_t size);
    ~PartArray();
    PartArray(PartArray const&) = delete;
    PartArray& operator=(PartArray const&) = delete;

    [[nodiscard]] std::span<double> values() { return {data_, size_}; }

    /// Gives back the memory of everything but these ranges (sorted, disjoint), as far as pages allow.
    void keep_only(std::span<Range const> ranges);

    /// Memory taken at present, as the system counts it.
    [[nodiscard]] std::uint64_t resident_bytes() const;

  private:
    void release(std::uint64_t first, std::uint64_t last);

    double* data_ = nullptr;
    std::uint64_t size_;
};

/// Sorted ranges as disjoint ones that cover the same.
std::vector<Range> united(std::vector<Range> ranges);

/// Fills the ranges that this rank wants of an array whose parts the ranks have.
/// \param values  the whole array as it is placed on this rank
/// \param have    sorted and disjoint, also between ranks
/// \param want    sorted and disjoint; what no rank has stays as it is
/// \collective
void exchange_parts(Communicator const& communicator, std::span<double> values,
                    std::vector<Range> const& have, std::vector<Range> const& want);

}  // namespace vespa::parallel

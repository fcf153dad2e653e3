#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace vespa::mulumesc {

/// How an ENVI file stores its numbers.
struct EnviValues {
    int type = 4;             ///< ENVI's "data type": 1, 2, 3, 4, 5, 12, 13, 14 or 15
    bool big_endian = false;  ///< its "byte order"
};

/// Bytes of a number; 0 for a type that is not read here (6 and 9 are complex).
std::size_t envi_value_size(int type);

/// bytes.size() / envi_value_size() numbers as doubles, the k-th to out[k * stride]. Integers of 64 bits
/// beyond 2^53 are rounded.
void decode_envi(EnviValues const& values, std::span<std::byte const> bytes, double* out,
                 std::size_t stride = 1);

}  // namespace vespa::mulumesc

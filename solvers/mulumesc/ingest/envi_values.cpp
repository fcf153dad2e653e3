#include "mulumesc/ingest/envi_values.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace vespa::mulumesc {

namespace {

template <class T>
void decode(bool swapped, std::span<std::byte const> bytes, double* out, std::size_t stride) {
    for (std::size_t k = 0; k < bytes.size() / sizeof(T); ++k) {
        std::array<std::byte, sizeof(T)> one;
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(k * sizeof(T)), sizeof(T), one.begin());
        if (swapped) std::reverse(one.begin(), one.end());
        out[k * stride] = static_cast<double>(std::bit_cast<T>(one));
    }
}

}  // namespace

std::size_t envi_value_size(int type) {
    switch (type) {
        case 1:
            return 1;
        case 2:
        case 12:
            return 2;
        case 3:
        case 4:
        case 13:
            return 4;
        case 5:
        case 14:
        case 15:
            return 8;
        default:
            return 0;
    }
}

void decode_envi(EnviValues const& values, std::span<std::byte const> bytes, double* out,
                 std::size_t stride) {
    bool const swapped = values.big_endian != (std::endian::native == std::endian::big);
    switch (values.type) {
        case 1:
            return decode<std::uint8_t>(swapped, bytes, out, stride);
        case 2:
            return decode<std::int16_t>(swapped, bytes, out, stride);
        case 3:
            return decode<std::int32_t>(swapped, bytes, out, stride);
        case 4:
            return decode<float>(swapped, bytes, out, stride);
        case 5:
            return decode<double>(swapped, bytes, out, stride);
        case 12:
            return decode<std::uint16_t>(swapped, bytes, out, stride);
        case 13:
            return decode<std::uint32_t>(swapped, bytes, out, stride);
        case 14:
            return decode<std::int64_t>(swapped, bytes, out, stride);
        default:
            return decode<std::uint64_t>(swapped, bytes, out, stride);
    }
}

}  // namespace vespa::mulumesc

#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace vespa::record {

/// What a dataset's elements are. Files hold them little-endian, of exactly this width.
enum class ElementType { int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64 };

/// A C++ type that a dataset can hold.
template <class T>
concept Element = (std::is_integral_v<T> || std::is_same_v<T, float> ||
                   std::is_same_v<T, double>)&&!std::is_same_v<T, bool> &&
                  sizeof(T) <= 8;

/// The element type that holds a T.
template <Element T>
constexpr ElementType element_type_of() {
    if constexpr (std::is_same_v<T, double>) return ElementType::float64;
    if constexpr (std::is_same_v<T, float>) return ElementType::float32;
    constexpr bool is_signed = std::is_signed_v<T>;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 1)
        return is_signed ? ElementType::int8 : ElementType::uint8;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 2)
        return is_signed ? ElementType::int16 : ElementType::uint16;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 4)
        return is_signed ? ElementType::int32 : ElementType::uint32;
    if constexpr (std::is_integral_v<T> && sizeof(T) == 8)
        return is_signed ? ElementType::int64 : ElementType::uint64;
}

/// Bytes of one element.
std::size_t size_of(ElementType type);

/// "int8", "float64", …
std::string name_of(ElementType type);

bool is_floating(ElementType type);

/// Whether it is a signed integer.
bool is_signed(ElementType type);

/// Whether data of one type may be read as another: any number as floating point, an integer as an integer
/// type that holds all its values.
bool converts_to(ElementType from, ElementType to);

}  // namespace vespa::record

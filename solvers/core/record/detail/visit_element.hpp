#pragma once
#include <stdexcept>

#include "core/record/element_type.hpp"

namespace vespa::record::detail {

/// Calls visitor(T{}) with the C++ type that an element type stands for, and returns what it returns.
template <class Visitor>
auto visit_element(ElementType type, Visitor&& visitor) {
    switch (type) {
        case ElementType::int8:
            return visitor(std::int8_t{});
        case ElementType::int16:
            return visitor(std::int16_t{});
        case ElementType::int32:
            return visitor(std::int32_t{});
        case ElementType::int64:
            return visitor(std::int64_t{});
        case ElementType::uint8:
            return visitor(std::uint8_t{});
        case ElementType::uint16:
            return visitor(std::uint16_t{});
        case ElementType::uint32:
            return visitor(std::uint32_t{});
        case ElementType::uint64:
            return visitor(std::uint64_t{});
        case ElementType::float32:
            return visitor(float{});
        case ElementType::float64:
            return visitor(double{});
    }
    throw std::logic_error("an element type without a number");
}

}  // namespace vespa::record::detail

#include "core/record/element_type.hpp"

#include <array>
#include <string_view>

namespace vespa::record {
namespace {

struct Entry {
    std::string_view name;
    std::size_t size;
};

constexpr std::array<Entry, 10> entries{{{"int8", 1},
                                         {"int16", 2},
                                         {"int32", 4},
                                         {"int64", 8},
                                         {"uint8", 1},
                                         {"uint16", 2},
                                         {"uint32", 4},
                                         {"uint64", 8},
                                         {"float32", 4},
                                         {"float64", 8}}};

Entry const& entry_of(ElementType type) {
    return entries[static_cast<std::size_t>(type)];
}

}  // namespace

std::size_t size_of(ElementType type) {
    return entry_of(type).size;
}

std::string name_of(ElementType type) {
    return std::string(entry_of(type).name);
}

bool is_floating(ElementType type) {
    return type == ElementType::float32 || type == ElementType::float64;
}

bool is_signed(ElementType type) {
    return type <= ElementType::int64;
}

bool converts_to(ElementType from, ElementType to) {
    if (is_floating(to)) return true;
    if (is_floating(from)) return false;
    if (is_signed(from) == is_signed(to)) return size_of(from) <= size_of(to);
    return is_signed(to) && size_of(from) < size_of(to);
}

}  // namespace vespa::record

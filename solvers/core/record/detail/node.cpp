#include "core/record/detail/node.hpp"

#include <functional>
#include <numeric>

namespace vespa::record::detail {

Node::~Node() {
    // A closed file has closed its objects.
    if (id < 0 || !session->is_open() || Session::must_not_communicate(exceptions_at_birth)) return;
    Silence const silence;
    H5Oclose(id);
}

std::uint64_t Node::storage_of(Shape const& table) const {
    auto rows = table.empty() ? 1 : table[0];
    if (chunk_rows > 0) rows = (rows + chunk_rows - 1) / chunk_rows * chunk_rows;
    return rows * row_size_of(table) * size_of(type);
}

std::uint64_t row_size_of(Shape const& shape) {
    if (shape.empty()) return 1;
    return std::accumulate(shape.begin() + 1, shape.end(), std::uint64_t{1}, std::multiplies<>());
}

}  // namespace vespa::record::detail

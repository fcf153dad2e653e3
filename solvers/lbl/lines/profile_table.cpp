#include "lbl/lines/profile_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

// One pattern for each value that is told apart.
std::uint64_t bits_of(double value) {
    if (std::isnan(value)) return ~std::uint64_t{0};
    return std::bit_cast<std::uint64_t>(value + 0.0);  // -0 becomes 0
}

std::uint64_t hash_of(std::span<double const> set) {
    std::uint64_t hash = 0x9E3779B97F4A7C15;
    for (double const value : set) {
        hash = (hash ^ bits_of(value)) * 0xBF58476D1CE4E5B9;
        hash ^= hash >> 29;
    }
    return hash;
}

bool same(double const* a, double const* b, std::size_t columns) {
    for (std::size_t c = 0; c < columns; ++c)
        if (bits_of(a[c]) != bits_of(b[c])) return false;
    return true;
}

// NaN after every number.
bool before(double const* a, double const* b, std::size_t columns) {
    for (std::size_t c = 0; c < columns; ++c) {
        if (bits_of(a[c]) == bits_of(b[c])) continue;
        return std::isnan(a[c]) ? false : std::isnan(b[c]) ? true : a[c] < b[c];
    }
    return false;
}

}  // namespace

std::optional<std::size_t> ProfileTable::find(std::string const& column) const {
    auto const found = std::find(columns.begin(), columns.end(), column);
    if (found == columns.end()) return {};
    return static_cast<std::size_t>(found - columns.begin());
}

void keep_used_sets(ProfileTable& table, std::vector<std::uint32_t>& set_of_line) {
    if (table.values.empty()) return;
    constexpr std::uint32_t unused = ~std::uint32_t{0};
    std::vector<std::uint32_t> number(table.sets(), unused);
    for (auto const set : set_of_line)
        number[set] = 0;
    std::uint32_t kept = 0;
    for (std::size_t set = 0; set < number.size(); ++set) {
        if (number[set] == unused) continue;
        for (auto& column : table.values)
            column[kept] = column[set];
        number[set] = kept++;
    }
    for (auto& column : table.values)
        column.resize(kept);
    for (auto& set : set_of_line)
        set = number[set];
}

std::uint32_t ProfileSets::number_of(std::span<double const> set) {
    // Neighbours in a list often share their set.
    if (used_ && same(set.data(), last_.data(), columns_)) return last_number_;
    auto const hash = hash_of(set);
    auto const [from, to] = numbers_.equal_range(hash);
    auto const found = std::find_if(from, to, [&](auto const& entry) {
        return same(set.data(), values_.data() + entry.second * columns_, columns_);
    });
    if (found != to) {
        last_number_ = found->second;
    } else {
        if (numbers_.size() >= most_sets) {
            throw BadInput(
                "more than " + std::to_string(most_sets) + " different sets of line-shape parameters",
                "list of lines", "values of published precision (widths of four decimals)");
        }
        last_number_ = static_cast<std::uint32_t>(numbers_.size());
        numbers_.emplace(hash, last_number_);
        for (double const value : set)
            values_.push_back(std::isnan(value) ? absent : value + 0.0);
    }
    last_.assign(set.begin(), set.end());
    used_ = true;
    return last_number_;
}

OrderedSets ordered(std::span<double const> sets, std::size_t columns) {
    OrderedSets result;
    if (columns == 0) {
        result.place.assign(1, 0);
        return result;
    }
    std::vector<std::uint32_t> order(sets.size() / columns);
    std::iota(order.begin(), order.end(), 0u);
    auto const at = [&](std::uint32_t i) { return sets.data() + i * columns; };
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return before(at(a), at(b), columns); });
    result.place.resize(order.size());
    std::uint32_t place = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        bool const is_new = k == 0 || !same(at(order[k]), at(order[k - 1]), columns);
        if (is_new) {
            if (k > 0) ++place;
            result.values.insert(result.values.end(), at(order[k]), at(order[k]) + columns);
        }
        result.place[order[k]] = place;
    }
    return result;
}

ProfileTable table_of(std::vector<std::string> columns, std::span<double const> values) {
    ProfileTable table{std::move(columns), {}};
    auto const width = table.columns.size();
    for (std::size_t c = 0; c < width; ++c) {
        auto& column = table.values.emplace_back(values.size() / width);
        for (std::size_t set = 0; set < column.size(); ++set)
            column[set] = values[set * width + c];
    }
    return table;
}

}  // namespace vespa::lbl

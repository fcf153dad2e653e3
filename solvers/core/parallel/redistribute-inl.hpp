#pragma once
#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/parallel/agreement.hpp"
#include "core/parallel/redistribute.hpp"
#include "core/parallel/reductions.hpp"

namespace vespa::parallel {

template <Movable T>
std::vector<T> redistribute(Communicator const& communicator, std::uint64_t total,
                            std::span<std::uint64_t const> indices, std::span<T const> rows,
                            std::uint64_t columns, std::optional<T> absent) {
    auto const pieces = in_agreement(communicator, [&] {
        detail::check_rows(indices.size(), columns, rows.size());
        std::vector<detail::Piece> result(indices.size());
        for (std::size_t k = 0; k < indices.size(); ++k) {
            result[k] = {indices[k], std::as_bytes(rows.subspan(k * columns, columns)), 0};
        }
        return result;
    });
    auto const arrived = detail::redistribute_bytes(communicator, total, pieces);
    return in_agreement(communicator, [&] {
        if (!absent) detail::check_complete(arrived);
        std::vector<T> values(arrived.items.size() * columns, absent.value_or(T{}));
        for (auto const& piece : arrived.pieces) {
            if (piece.bytes.empty()) continue;
            std::memcpy(values.data() + (piece.index - arrived.items.first) * columns, piece.bytes.data(),
                        piece.bytes.size());
        }
        return values;
    });
}

template <Movable T>
RaggedRows<T> redistribute_ragged(Communicator const& communicator, std::uint64_t total_items,
                                  std::span<std::uint64_t const> indices,
                                  std::span<std::uint64_t const> counts, std::span<T const> rows,
                                  std::uint64_t columns, std::span<std::uint64_t const> orders) {
    auto const pieces = in_agreement(communicator, [&] {
        detail::check_rows(indices.size(), 1, counts.size());
        if (!orders.empty()) detail::check_rows(indices.size(), 1, orders.size());
        auto const total_rows = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        detail::check_rows(total_rows, columns, rows.size());
        std::vector<detail::Piece> result(indices.size());
        std::size_t start = 0;
        for (std::size_t k = 0; k < indices.size(); ++k) {
            result[k] = {indices[k], std::as_bytes(rows.subspan(start, counts[k] * columns)),
                         orders.empty() ? 0 : orders[k]};
            start += counts[k] * columns;
        }
        return result;
    });
    auto const arrived = detail::redistribute_bytes(communicator, total_items, pieces);
    auto result = in_agreement(communicator, [&] {
        RaggedRows<T> ragged;
        ragged.items = arrived.items;
        ragged.count.assign(arrived.items.size(), 0);
        std::size_t bytes = 0;
        for (auto const& piece : arrived.pieces) {
            ragged.count[piece.index - arrived.items.first] += piece.bytes.size() / (sizeof(T) * columns);
            bytes += piece.bytes.size();
        }
        ragged.values.resize(bytes / sizeof(T));
        std::size_t place = 0;
        for (auto const& piece : arrived.pieces) {
            if (piece.bytes.empty()) continue;
            std::memcpy(ragged.values.data() + place, piece.bytes.data(), piece.bytes.size());
            place += piece.bytes.size() / sizeof(T);
        }
        ragged.first.resize(ragged.count.size());
        return ragged;
    });
    auto const here = std::accumulate(result.count.begin(), result.count.end(), std::uint64_t{0});
    auto const before = sum_before(communicator, here);
    result.rows = {before, before + here};
    result.total_rows = sum(communicator, here);
    std::exclusive_scan(result.count.begin(), result.count.end(), result.first.begin(), before);
    return result;
}

}  // namespace vespa::parallel

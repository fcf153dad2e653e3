#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

namespace detail {

/// Bytes that a single MPI call moves at most: its counts are 32-bit.
inline constexpr std::uint64_t largest_message = std::uint64_t{1} << 30;

/// Sends root's bytes to all, in messages of at most limit bytes; every rank passes a span of the same size.
/// \collective
void broadcast_bytes(Communicator const&, std::span<std::byte> bytes, int root, std::uint64_t limit);

/// All ranks' bytes in rank order on root; nothing elsewhere. counts receives each rank's bytes, on root.
/// \collective
std::vector<std::byte> gather_bytes(Communicator const&, std::span<std::byte const> mine, int root,
                                    std::vector<std::uint64_t>& counts, std::uint64_t limit);

/// Sends counts[r] bytes to each rank r, taken from the buffer in rank order; returns what the ranks sent
/// here, in rank order. received gets the bytes from each rank. \collective
std::vector<std::byte> exchange_bytes(Communicator const&, std::span<std::byte const> buffer,
                                      std::span<std::uint64_t const> counts,
                                      std::vector<std::uint64_t>& received, std::uint64_t limit);

template <class T>
std::span<std::byte const> as_const_bytes(std::vector<T> const& values) {
    return std::as_bytes(std::span<T const>(values));
}

template <class T>
std::vector<T> from_bytes(std::span<std::byte const> bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
    return values;
}

}  // namespace detail

/// What may be moved between ranks byte by byte.
template <class T>
concept Movable = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>;

/// Root's value on every rank. \collective
template <Movable T>
T broadcast(Communicator const& communicator, T value, int root = 0) {
    detail::broadcast_bytes(communicator, std::as_writable_bytes(std::span(&value, 1)), root,
                            detail::largest_message);
    return value;
}

/// Root's vector on every rank, of whatever length; what the others pass is ignored. \collective
template <Movable T>
std::vector<T> broadcast(Communicator const& communicator, std::vector<T> values, int root = 0) {
    values.resize(broadcast(communicator, std::uint64_t{values.size()}, root));
    detail::broadcast_bytes(communicator, std::as_writable_bytes(std::span(values)), root,
                            detail::largest_message);
    return values;
}

/// Root's text on every rank; what the others pass is ignored. \collective
std::string broadcast(Communicator const& communicator, std::string text, int root = 0);

/// Each rank's values one after the other in rank order, on root; nothing elsewhere. \collective
template <Movable T>
std::vector<T> gather(Communicator const& communicator, std::vector<T> const& mine, int root = 0) {
    std::vector<std::uint64_t> counts;
    return detail::from_bytes<T>(detail::gather_bytes(communicator, detail::as_const_bytes(mine), root,
                                                      counts, detail::largest_message));
}

/// Each rank's text, by rank, on root; nothing elsewhere. \collective
std::vector<std::string> gather(Communicator const& communicator, std::string const& mine, int root = 0);

/// Each rank's values one after the other in rank order, on every rank. \collective
template <Movable T>
std::vector<T> gather_everywhere(Communicator const& communicator, std::vector<T> const& mine) {
    return broadcast(communicator, gather(communicator, mine));
}

/// Sends the values for_rank[r] to each rank r. \return what the ranks sent here, in rank order \collective
template <Movable T>
std::vector<T> exchange_values(Communicator const& communicator, std::vector<std::vector<T>> const& for_rank) {
    std::vector<T> values;
    std::vector<std::uint64_t> counts, received;
    for (auto const& some : for_rank) {
        values.insert(values.end(), some.begin(), some.end());
        counts.push_back(some.size() * sizeof(T));
    }
    return detail::from_bytes<T>(detail::exchange_bytes(communicator, detail::as_const_bytes(values), counts,
                                                        received, detail::largest_message));
}

/// Each rank's text, by rank, on every rank. \collective
std::vector<std::string> gather_everywhere(Communicator const& communicator, std::string const& mine);

}  // namespace vespa::parallel

#pragma once
#include <mpi.h>

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

/// A C++ arithmetic type as MPI names it.
template <class T>
requires std::is_arithmetic_v<T> MPI_Datatype mpi_type() {
    if constexpr (std::is_same_v<T, double>) {
        return MPI_DOUBLE;
    } else if constexpr (std::is_same_v<T, float>) {
        return MPI_FLOAT;
    } else {
        static_assert(std::is_integral_v<T> && sizeof(T) <= 8);
        constexpr bool is_signed = std::is_signed_v<T>;
        if constexpr (sizeof(T) == 1) return is_signed ? MPI_INT8_T : MPI_UINT8_T;
        if constexpr (sizeof(T) == 2) return is_signed ? MPI_INT16_T : MPI_UINT16_T;
        if constexpr (sizeof(T) == 4) return is_signed ? MPI_INT32_T : MPI_UINT32_T;
        if constexpr (sizeof(T) == 8) return is_signed ? MPI_INT64_T : MPI_UINT64_T;
    }
}

namespace detail {
template <class T>
T all_reduce(Communicator const& communicator, T value, MPI_Op operation) {
    T result{};
    MPI_Allreduce(&value, &result, 1, mpi_type<T>(), operation, communicator.handle());
    return result;
}
}  // namespace detail

/// The sum of every rank's value. Integers only: a sum of floating-point numbers depends on the number of
/// ranks unless it goes through ordered_sum(). \collective
template <std::integral T>
requires(!std::same_as<T, bool>) T sum(Communicator const& communicator, T value) {
    return detail::all_reduce(communicator, value, MPI_SUM);
}

/// The sum of the values of the ranks before this one; 0 on rank 0. \collective
template <std::integral T>
requires(!std::same_as<T, bool>) T sum_before(Communicator const& communicator, T value) {
    T result{};
    MPI_Exscan(&value, &result, 1, mpi_type<T>(), MPI_SUM, communicator.handle());
    return communicator.is_root() ? T{} : result;
}

/// The smallest of every rank's value. \collective
template <class T>
T minimum(Communicator const& communicator, T value) {
    return detail::all_reduce(communicator, value, MPI_MIN);
}

/// The largest of every rank's value. \collective
template <class T>
T maximum(Communicator const& communicator, T value) {
    return detail::all_reduce(communicator, value, MPI_MAX);
}

/// True on every rank if value is true on one. \collective
inline bool any(Communicator const& communicator, bool value) {
    return maximum(communicator, int{value}) != 0;
}

/// True on every rank if all ranks pass the same value. \collective
inline bool same_everywhere(Communicator const& communicator, std::uint64_t value) {
    std::uint64_t const mine[2] = {value, ~value};
    std::uint64_t largest[2] = {};
    MPI_Allreduce(mine, largest, 2, MPI_UINT64_T, MPI_MAX, communicator.handle());
    return largest[0] == ~largest[1];
}

}  // namespace vespa::parallel

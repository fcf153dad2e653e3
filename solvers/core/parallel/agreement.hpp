#pragma once
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

/// A failure of one or more ranks that all ranks know of: every rank of the communicator throws it with the
/// same text.
class AgreedError : public std::runtime_error {
  public:
    AgreedError(std::string const& text, bool bad_input, MPI_Comm scope)
        : std::runtime_error(text), bad_input_(bad_input), scope_(scope) {}

    /// True when every rank that failed did so with BadInput: the user can mend it.
    [[nodiscard]] bool is_bad_input() const { return bad_input_; }

    /// The communicator whose ranks agreed.
    [[nodiscard]] MPI_Comm scope() const { return scope_; }

  private:
    bool bad_input_;
    MPI_Comm scope_;
};

/// Tells every rank whether any failed, and throws the same AgreedError everywhere if one did. \collective
///
/// The text names the failing ranks with their causes ("rank 2 of 4: cause"), equal causes once; a cause that
/// all ranks share stands alone. One small all-reduce when nobody failed. An AgreedError that the same
/// communicator agreed on before passes through without communication, so that agreements may be nested and a
/// rank may fail before it reaches the inner one. \param failure what this rank's work threw; null for
/// success
void agree(Communicator const& communicator, std::exception_ptr failure);

/// As agree(), for work that only rank 0 does: the text is its cause alone. \collective
void agree_with_root(Communicator const& communicator, std::exception_ptr failure);

/// Runs body on every rank and returns its value if all succeed; if one throws, all throw one AgreedError.
/// \collective
///
/// body must not communicate, except through in_agreement() on the same communicator. Use it at the borders
/// of phases: reading inputs, allocating, opening files, a chunk of work.
template <class Body>
auto in_agreement(Communicator const& communicator, Body&& body) {
    using Value = std::decay_t<std::invoke_result_t<Body&>>;
    std::exception_ptr failure;
    if constexpr (std::is_void_v<Value>) {
        try {
            body();
        } catch (...) {
            failure = std::current_exception();
        }
        agree(communicator, failure);
    } else {
        std::optional<Value> value;
        try {
            value.emplace(body());
        } catch (...) {
            failure = std::current_exception();
        }
        agree(communicator, failure);
        return std::move(*value);
    }
}

/// Runs body on rank 0 only; if it throws, all ranks throw one AgreedError with its text. \collective
template <class Body>
void on_root(Communicator const& communicator, Body&& body) {
    std::exception_ptr failure;
    try {
        if (communicator.is_root()) body();
    } catch (...) {
        failure = std::current_exception();
    }
    agree_with_root(communicator, failure);
}

}  // namespace vespa::parallel

#pragma once
#include <cstdint>
#include <string_view>

#include "http/head.hpp"

namespace vespa::uws::http {

/// Takes the framing off a request body: a length, or chunks (RFC 9112, 7.1). Chunk extensions and trailers
/// are checked and dropped.
class BodyReader {
  public:
    BodyReader() = default;
    explicit BodyReader(Head const& head);

    /// Takes bytes off the front of `received` and returns the next piece of the body among them; empty when
    /// more must be received first, or when the body has ended. Throws Refusal 400 for broken chunks.
    std::string_view next(std::string_view& received);
    bool ended() const { return state_ == State::ended; }

  private:
    enum class State {
        length,
        size,
        extension,
        size_end,
        data,
        data_cr,
        data_lf,
        trailer,
        field,
        field_end,
        last,
        ended
    };
    void frame(char c);
    void size_digit(char c);
    void end_of_size();

    State state_ = State::ended;
    std::uint64_t left_ = 0;      ///< of the length or of the chunk
    unsigned digits_ = 0;         ///< of a chunk's size
    std::uint64_t overhead_ = 0;  ///< bytes of extensions and trailers
};

}  // namespace vespa::uws::http

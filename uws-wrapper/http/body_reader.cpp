#include "http/body_reader.hpp"

#include <algorithm>

namespace vespa::uws::http {
namespace {

constexpr unsigned most_digits = 15;                // of a chunk's size: below 2^60
constexpr std::uint64_t most_overhead = 16 * 1024;  // bytes of extensions and trailers together

[[noreturn]] void refuse(char const* why) {
    throw Refusal(400, std::string("malformed HTTP: ") + why);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20U && c != '\t') || byte == 0x7FU;
}

}  // namespace

BodyReader::BodyReader(Head const& head) : left_(head.content_length) {
    if (head.chunked)
        state_ = State::size;
    else if (left_ > 0)
        state_ = State::length;
}

std::string_view BodyReader::next(std::string_view& received) {
    while (!received.empty() && !ended()) {
        if (state_ == State::length || state_ == State::data) {
            auto const piece =
                received.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, received.size())));
            received.remove_prefix(piece.size());
            left_ -= piece.size();
            if (left_ == 0) state_ = state_ == State::length ? State::ended : State::data_cr;
            return piece;
        }
        frame(received.front());
        received.remove_prefix(1);
    }
    return {};
}

void BodyReader::size_digit(char c) {
    int const digit = hex_digit(c);
    if (digit >= 0) {
        if (++digits_ > most_digits) throw Refusal(413, "the body is too large");
        left_ = left_ * 16 + static_cast<unsigned>(digit);
        return;
    }
    if (digits_ == 0) refuse("a chunk without a size");
    if (c == '\r')
        state_ = State::size_end;
    else if (c == ';')
        state_ = State::extension;
    else
        refuse("the size of a chunk is not a number");
}

void BodyReader::end_of_size() {
    digits_ = 0;
    state_ = left_ == 0 ? State::trailer : State::data;
}

/// One byte that is none of the body's.
void BodyReader::frame(char c) {
    auto const wants = [c](char wanted) {
        if (c != wanted) refuse("a chunk does not end where it should");
    };
    auto const counts = [this] {
        if (++overhead_ > most_overhead) throw Refusal(431, "chunk extensions or trailers are too large");
    };
    switch (state_) {
        case State::size:
            return size_digit(c);
        case State::extension:
            counts();
            if (c == '\r')
                state_ = State::size_end;
            else if (is_control(c))
                refuse("a control character in a chunk extension");
            return;
        case State::size_end:
            wants('\n');
            return end_of_size();
        case State::data_cr:
            wants('\r');
            state_ = State::data_lf;
            return;
        case State::data_lf:
            wants('\n');
            state_ = State::size;
            return;
        case State::trailer:  // at the start of a line
            counts();
            state_ = c == '\r' ? State::last : State::field;
            if (state_ == State::field && is_control(c)) refuse("a control character in a trailer");
            return;
        case State::field:
            counts();
            if (c == '\r')
                state_ = State::field_end;
            else if (is_control(c))
                refuse("a control character in a trailer");
            return;
        case State::field_end:
            wants('\n');
            state_ = State::trailer;
            return;
        case State::last:
            wants('\n');
            state_ = State::ended;
            return;
        default:
            return;
    }
}

}  // namespace vespa::uws::http

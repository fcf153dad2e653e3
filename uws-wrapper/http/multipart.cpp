#include "http/multipart.hpp"

#include <algorithm>

#include "http/form.hpp"
#include "http/message.hpp"
#include "http/percent.hpp"

namespace vespa::uws::http {
namespace {

constexpr std::size_t longest_boundary = 200;  // RFC 2046 says 70; clients are known that go beyond
constexpr std::size_t longest_head = 8 * 1024;
constexpr std::string_view line_end = "\r\n";

PartHead parse_head(std::string_view lines) {
    PartHead head;
    while (!lines.empty()) {
        std::size_t const end = std::min(lines.find(line_end), lines.size());
        std::string_view const line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        std::size_t const colon = line.find(':');
        if (colon == std::string_view::npos) throw Refusal(400, "a multipart header line without a colon");
        std::string_view const key = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
        if (same_name(key, "Content-Type")) head.content_type = value;
        if (!same_name(key, "Content-Disposition")) continue;
        head.name = header_attribute(value, "name");
        // A browser that was given no file sends filename="".
        if (value.find("filename=") != std::string_view::npos)
            head.file_name = header_attribute(value, "filename");
    }
    if (head.name.empty() || !is_utf8(head.name) || head.name.find('\0') != std::string::npos)
        throw Refusal(400, "a multipart part without a usable name");
    return head;
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, Sink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), sink_(sink), pending_(line_end) {
    if (boundary.empty() || boundary.size() > longest_boundary)
        throw Refusal(400, "a multipart body without a usable boundary");
}

void MultipartReader::feed(std::string_view bytes) {
    if (state_ == State::epilogue) return;
    pending_ += bytes;
    while (step()) {
    }
}

void MultipartReader::finish() const {
    if (state_ == State::preamble) throw Refusal(400, "a multipart body that lacks its boundary");
    if (state_ != State::epilogue) throw Refusal(400, "a multipart body without its final boundary");
}

/// Goes on by one piece; false if more bytes are needed.
bool MultipartReader::step() {
    switch (state_) {
        case State::preamble:
        case State::content:
            return step_content();
        case State::boundary_line:
            return step_boundary_line();
        case State::head:
            return step_head();
        case State::epilogue:
            pending_.clear();
            return false;
    }
    return false;
}

/// Up to the next boundary; what might be the beginning of one is kept back.
bool MultipartReader::step_content() {
    bool const in_part = state_ == State::content;
    std::size_t const found = pending_.find(delimiter_);
    bool const whole = found != std::string::npos;
    std::size_t const sure =
        whole ? found : pending_.size() - std::min(pending_.size(), delimiter_.size() - 1);
    if (in_part && sure > 0) sink_.bytes(std::string_view(pending_).substr(0, sure));
    pending_.erase(0, whole ? sure + delimiter_.size() : sure);
    if (!whole) return false;
    if (in_part) sink_.end();
    state_ = State::boundary_line;
    return true;
}

/// What follows the boundary: two dashes (the end), or blanks and a line end.
bool MultipartReader::step_boundary_line() {
    if (pending_.size() < 2) return false;
    if (pending_.compare(0, 2, "--") == 0) {
        state_ = State::epilogue;
        return true;
    }
    std::size_t const end = pending_.find_first_not_of(" \t");
    if (end == std::string::npos || pending_.size() < end + 2) {
        if (pending_.size() > longest_head) throw Refusal(400, "a malformed multipart boundary");
        return false;
    }
    if (pending_.compare(end, 2, line_end) != 0) throw Refusal(400, "a malformed multipart boundary");
    pending_.erase(0, end);  // the line end stays: a part's header may be empty
    state_ = State::head;
    return true;
}

bool MultipartReader::step_head() {
    std::size_t const end = pending_.find("\r\n\r\n");
    if (end == std::string::npos && pending_.size() > longest_head)
        throw Refusal(400, "a multipart part with too long a header");
    if (end == std::string::npos) return false;
    sink_.begin(parse_head(end > 0 ? std::string_view(pending_).substr(2, end - 2) : std::string_view{}));
    pending_.erase(0, end + 4);
    state_ = State::content;
    return true;
}

}  // namespace vespa::uws::http

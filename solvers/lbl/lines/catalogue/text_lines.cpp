#include "lbl/lines/catalogue/text_lines.hpp"

#include <algorithm>
#include <cstring>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t block = 1u << 18;

std::uint64_t newlines_before(std::filesystem::path const& path, std::uint64_t end) {
    auto const bytes = open_bytes(path);
    std::vector<char> buffer(block);
    std::uint64_t count = 0;
    for (std::uint64_t at = 0; at < end;) {
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), end - at));
        auto const got = bytes->read(std::span(buffer).first(wanted));
        if (got == 0) break;
        count += static_cast<std::uint64_t>(
            std::count(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got), '\n'));
        at += got;
    }
    return count;
}

}  // namespace

TextLines::TextLines(std::unique_ptr<ByteStream> bytes, std::string name)
    : name_(std::move(name)), bytes_(std::move(bytes)), buffer_(block + longest_line) {}

TextLines::TextLines(std::filesystem::path const& path, TextPart part)
    : TextLines(open_bytes(path, part.first > 0 ? part.first - 1 : 0), path.string()) {
    path_ = path;
    part_ = part;
    if (part.first == 0) return;
    // The line in which the part begins belongs to the part before, unless it begins with the part.
    offset_ = part.first - 1;
    std::string_view rest;
    part_.last = ~std::uint64_t{0};
    next(rest);
    part_.first = offset_;
    part_.last = part.last;
    number_ = 0;
}

bool TextLines::refill() {
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
    auto const got = bytes_->read(std::span(buffer_).subspan(end_));
    end_ += got;
    at_end_ = got == 0;
    return got > 0;
}

bool TextLines::next(std::string_view& line) {
    if (offset_ >= part_.last) return false;
    std::size_t searched = 0;
    char const* found = nullptr;
    while (!found) {
        found = static_cast<char const*>(
            std::memchr(buffer_.data() + at_ + searched, '\n', end_ - at_ - searched));
        if (found) break;
        searched = end_ - at_;
        if (searched > longest_line) {
            ++number_;
            fail("a line of more than " + std::to_string(longest_line) + " bytes", "lines of text");
        }
        if (at_end_ || !refill()) break;
    }
    auto const length = found ? static_cast<std::size_t>(found - buffer_.data()) - at_ : end_ - at_;
    if (!found && length == 0) return false;
    line = {buffer_.data() + at_, length};
    auto const taken = length + (found ? 1 : 0);
    at_ += taken;
    offset_ += taken;
    ++number_;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return true;
}

std::string TextLines::place() const {
    auto const before = part_.first > 0 ? newlines_before(path_, part_.first) : 0;
    return name_ + ":" + std::to_string(before + number_);
}

void TextLines::fail(std::string const& what, std::string const& allowed) const {
    throw BadInput(what, place(), allowed);
}

void TextLines::fail_at(std::size_t first_column, std::size_t last_column, std::string const& what,
                        std::string const& allowed) const {
    throw BadInput(what,
                   place() + ", columns " + std::to_string(first_column) + "-" + std::to_string(last_column),
                   allowed);
}

std::vector<TextPart> parts_of_file(std::filesystem::path const& path, std::uint64_t bytes_a_part) {
    open_bytes(path);
    if (is_bzip2(path)) return {TextPart{}};
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);
    if (error) return {TextPart{}};  // a pipe has no size
    std::vector<TextPart> parts;
    for (std::uint64_t first = 0; first < size; first += bytes_a_part)
        parts.push_back({first, std::min<std::uint64_t>(first + bytes_a_part, size)});
    return parts;
}

}  // namespace vespa::lbl

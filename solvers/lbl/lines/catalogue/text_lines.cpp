#include "lbl/lines/catalogue/text_lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr std::string_view blanks = " \t\r";
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

std::string_view trimmed(std::string_view text) {
    auto const is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> words_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> words;
    for (text = trimmed(text); !text.empty() && words.size() < most; text = trimmed(text)) {
        auto const end = std::min(text.find_first_of(blanks), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

// The place of an exponent's letter if the text has nothing but what numbers consist of: neither "inf" nor
// "nan", which from_chars takes.
static bool find_exponent(std::string_view text, std::size_t& exponent) {
    exponent = std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if ((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+') continue;
        if (c != 'E' && c != 'e' && c != 'D' && c != 'd') return false;
        exponent = i;
    }
    return !text.empty();
}

bool to_number(std::string_view text, double& value) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    std::size_t exponent = 0;
    if (!find_exponent(text, exponent)) return false;
    std::array<char, 64> copy;
    if (exponent != std::string_view::npos && (text[exponent] == 'D' || text[exponent] == 'd')) {
        if (text.size() > copy.size()) return false;
        std::copy(text.begin(), text.end(), copy.begin());
        copy[exponent] = 'e';
        text = {copy.data(), text.size()};
    }
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range && end == text.data() + text.size()) {
        // Below what a double holds: as good as zero. Above: not a number of a list.
        value = 0;
        return exponent != std::string_view::npos && exponent + 1 < text.size() && text[exponent + 1] == '-';
    }
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

bool to_integer(std::string_view text, std::int64_t& value) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string in_quotes(std::string_view text) {
    std::string shown = "\"";
    for (char const c : text.substr(0, 40))
        shown += c >= 32 && c < 127 ? c : '?';
    return shown + (text.size() > 40 ? "...\"" : "\"");
}

}  // namespace vespa::lbl

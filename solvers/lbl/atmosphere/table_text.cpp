#include "lbl/atmosphere/table_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t longest_line = 1 << 20;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

std::string decimal(double v) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, v).ptr};
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (line = trimmed(line); !line.empty(); line = trimmed(line)) {
        auto const end = std::min(line.find_first_of(blanks), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

TableText::TableText(std::istream& text, std::string name, std::string comments)
    : text_(text), name_(std::move(name)), comments_(std::move(comments)) {}

bool TableText::next_raw(std::string_view& line) {
    if (!std::getline(text_, line_)) {
        if (text_.bad()) throw BadInput("cannot be read to its end", name_);
        return false;
    }
    ++number_;
    if (line_.size() > longest_line)
        fail("a line of " + std::to_string(line_.size()) + " bytes", "a text file");
    line = trimmed(line_);
    return true;
}

bool TableText::next(std::string_view& line) {
    while (next_raw(line))
        if (!line.empty() && comments_.find(line.front()) == std::string::npos) return true;
    return false;
}

std::string_view TableText::need(std::string const& wanted) {
    std::string_view line;
    if (!next(line)) throw BadInput("the file ends after line " + std::to_string(number_), name_, wanted);
    return line;
}

std::string TableText::where() const {
    return name_ + ":" + std::to_string(number_);
}

void TableText::fail(std::string const& what, std::string const& allowed) const {
    throw BadInput(what, where(), allowed);
}

double TableText::to_number(std::string_view word, std::string const& what, double low, double high) const {
    std::string text(word);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == 'd' || c == 'D'; }, 'e');
    char const* begin = text.data();
    if (!text.empty() && *begin == '+') ++begin;
    double value = 0;
    auto const [end, error] = std::from_chars(begin, text.data() + text.size(), value);
    bool const tiny = error == std::errc::result_out_of_range && text.find("e-") != std::string::npos;
    if (tiny) value = 0;
    if ((error != std::errc() && !tiny) || end != text.data() + text.size() || !std::isfinite(value)) {
        fail(what + " is '" + std::string(word) + "'", "a number");
    }
    if (value < low || value > high) {
        fail(what + " is " + std::string(word), "from " + decimal(low) + " to " + decimal(high));
    }
    return value;
}

std::size_t TableText::to_count(std::string_view word, std::string const& what, std::size_t low,
                                std::size_t high) const {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value < low || value > high) {
        fail(what + " is '" + std::string(word) + "'",
             "an integer from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return value;
}

}  // namespace vespa::lbl

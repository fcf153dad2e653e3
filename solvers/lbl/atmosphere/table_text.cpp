#include "lbl/atmosphere/table_text.hpp"

#include <utility>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t longest_line = 1 << 20;

}  // namespace

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
    auto const value = vespa::to_number(word);
    if (!value) fail(what + " is '" + std::string(word) + "'", "a number");
    if (*value < low || *value > high) {
        fail(what + " is " + std::string(word), "from " + shown(low) + " to " + shown(high));
    }
    return *value;
}

std::size_t TableText::to_count(std::string_view word, std::string const& what, std::size_t low,
                                std::size_t high) const {
    auto const value = to_integer(word);
    if (!value || *value < 0 || static_cast<std::size_t>(*value) < low ||
        static_cast<std::size_t>(*value) > high) {
        fail(what + " is '" + std::string(word) + "'",
             "an integer from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return static_cast<std::size_t>(*value);
}

}  // namespace vespa::lbl

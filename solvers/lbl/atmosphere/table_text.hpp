#pragma once
#include <istream>
#include <limits>
#include <string>
#include <string_view>

namespace vespa::lbl {

/// Lines of a text that is being read, with what messages call it and where one stands in it.
class TableText {
  public:
    /// \param comments  a line whose first character, blanks left out, is one of these is passed over
    TableText(std::istream& text, std::string name, std::string comments);

    /// Next line that is neither blank nor a comment, without blanks at its ends; false at the end of the
    /// text. \throws BadInput for a line longer than a megabyte and for a text that cannot be read
    bool next(std::string_view& line);
    /// The same for any line, comments and blank lines too.
    bool next_raw(std::string_view& line);
    /// As next(), where the text may not end. \param wanted  what ought to follow, for the message
    std::string_view need(std::string const& wanted);

    /// Number of the line read last, from 1.
    std::size_t number() const { return number_; }
    /// "name:line"
    std::string where() const;
    /// \throws BadInput at this line
    [[noreturn]] void fail(std::string const& what, std::string const& allowed = {}) const;

    /// The word as a finite number within [low, high]; exponents may be written with D. \throws BadInput
    double to_number(std::string_view word, std::string const& what,
                     double low = std::numeric_limits<double>::lowest(),
                     double high = std::numeric_limits<double>::max()) const;
    std::size_t to_count(std::string_view word, std::string const& what, std::size_t low,
                         std::size_t high) const;

  private:
    std::istream& text_;
    std::string name_, comments_, line_;
    std::size_t number_ = 0;
};

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vespa::shell {

/// What an option takes. `vector` is three numbers, `file` an input file that must exist.
enum class Kind { flag, integer, number, text, choice, file, numbers, texts, vector };

/// Whether the value is a list: numbers, texts, vector.
bool is_list(Kind kind);

/// The value of an option of any kind; std::monostate where it was not given and has no default.
/// choice, text and file hold a string; numbers and vector hold doubles.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<double>,
                           std::vector<std::string>>;

/// The numbers an option accepts; everything finite unless narrowed.
struct Range {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();
    bool lower_included = true;
    bool upper_included = true;

    bool contains(double x) const;
    bool bounded() const;
    /// "1 to 10", "above 0", "below 1", "at least 2"; empty where unbounded
    std::string text() const;
};

Range between(double lower, double upper);
Range at_least(double lower);
Range at_most(double upper);
Range above(double lower);
Range below(double upper);
/// lower < x <= upper
Range above_to(double lower, double upper);

/// Shortest decimal that reads back to the same bits, its exponent without padding: 1e-8, 0.25, 3
std::string number_text(double x);
/// A value as one command line element: lists joined by ',' (numbers) or ';' (texts); empty for
/// std::monostate.
std::string value_text(Value const& value);
/// A value as TOML: 3.0, "text", [1.0, 2.0]. \pre the value is not std::monostate
std::string toml_text(Value const& value);

/// Reads one finite number. \throws std::invalid_argument with a short reason
double parse_number(std::string_view text);
/// Reads one integer; a whole number such as 1e6 counts. \throws std::invalid_argument with a short reason
std::int64_t parse_integer(std::string_view text);
/// A double that is a whole number as integer. \throws std::invalid_argument with a short reason
std::int64_t whole_number(double x);
/// Reads a command line element as a value of the kind; lists are split, nothing is range-checked.
/// \throws std::invalid_argument with a short reason
Value parse_value(Kind kind, std::string_view text);

}  // namespace vespa::shell

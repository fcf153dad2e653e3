#pragma once
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vespa {

/// A model as a user writes it: `name` or `name:key=value,key=value`, spaces around the parts ignored.
/// Names and keys are made of letters, digits, '-', '_' and '.'; a value is anything without a comma.
struct Specification {
    std::string text;  ///< as written
    std::string name;
    std::vector<std::pair<std::string, std::string>> values;  ///< in the order written, keys differ
};

/// \throws BadInput when the text does not follow the grammar above, repeats a key or is longer than 4096
/// bytes.
Specification parse_specification(std::string_view text);

/// A range of numbers, for validation and for the message that names it.
struct Interval {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool includes_low = true;
    bool includes_high = true;

    bool contains(double value) const;
    std::string text() const;  ///< "> 0", ">= 0", "0 to 90", "above 0 up to 1", "any finite number"

    static Interval any() { return {}; }
    static Interval positive() { return {.low = 0, .includes_low = false}; }
    static Interval non_negative() { return {.low = 0}; }
    static Interval between(double low, double high) { return {.low = low, .high = high}; }
};

/// Takes a specification's values one by one, each with its default and range, and knows in the end which
/// were never asked for.
class SpecificationReader {
  public:
    /// \param specification must outlive the reader
    /// \param where the option it came from, for messages: "--plasma"
    explicit SpecificationReader(Specification const& specification, std::string where);

    bool has(std::string_view key);

    /// Number under the key, or the default. \param unit_text "km", "cm-3", "" …: the unit of value, default
    /// and range. \throws BadInput when it is no finite number or outside the range.
    double number(std::string_view key, double default_value, Interval const& allowed,
                  std::string_view unit_text);

    /// The same for a number that has no default. \throws BadInput also when the key is missing.
    double required_number(std::string_view key, Interval const& allowed, std::string_view unit_text);

    /// Word under the key, or the default. \throws BadInput when it is none of the allowed words; an empty
    /// list allows all.
    std::string word(std::string_view key, std::string_view default_word,
                     std::vector<std::string> const& allowed);

    /// Call last. \throws BadInput naming the keys nobody asked for and listing those that were.
    void finish() const;

    /// What messages say of the place: the option and the text.
    std::string where() const;

  private:
    std::string const* find(std::string_view key);

    Specification const& specification_;
    std::string where_;
    std::vector<std::string> known_;
};

}  // namespace vespa

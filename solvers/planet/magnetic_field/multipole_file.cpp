#include "planet/magnetic_field/multipole_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <string_view>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::planet {
namespace {

constexpr std::string_view first_line = "vespa-multipoles 1";
constexpr std::size_t longest_line = 1024;
constexpr double largest_coefficient = 1e15;  // nT: beyond any body; keeps products in range

// Lines with something on them, and where they stand.
class Lines {
  public:
    Lines(std::istream& text, std::string const& name) : text_(text), name_(name) {}

    // Next line that is neither blank nor a comment, trimmed; false at the end.
    bool next(std::string_view& line) {
        while (std::getline(text_, line_)) {
            ++number_;
            if (line_.size() > longest_line) {
                fail("a line of " + std::to_string(line_.size()) + " bytes",
                     "at most " + std::to_string(longest_line));
            }
            line = trimmed(line_);
            if (!line.empty() && line.front() != '#') return true;
        }
        if (text_.bad()) throw BadInput("cannot be read to its end", name_);
        ++number_;
        return false;
    }

    [[noreturn]] void fail(std::string const& what, std::string const& allowed = {}) const {
        throw BadInput(what, name_ + ":" + std::to_string(number_), allowed);
    }

    double number(std::string_view word, std::string const& what, Interval const& allowed) const {
        auto const value = to_number(word);
        if (!value || !allowed.contains(*value)) fail(what + " is " + in_quotes(word), allowed.text());
        return *value;
    }

    int integer(std::string_view word, std::string const& what, int low, int high) const {
        auto const value = to_integer(word);
        if (!value || *value < low || *value > high) {
            fail(what + " is " + in_quotes(word),
                 "an integer from " + std::to_string(low) + " to " + std::to_string(high));
        }
        return static_cast<int>(*value);
    }

  private:
    std::istream& text_;
    std::string const& name_;
    std::string line_;
    std::size_t number_ = 0;
};

constexpr std::array<std::string_view, 11> keys{"name",      "body",       "citation", "doi",
                                                "radius_km", "degree",     "order",    "default_degree",
                                                "epoch",     "first_year", "last_year"};

using Header = std::map<std::string, std::string, std::less<>>;

// The lines "key value" up to and including "terms".
Header read_header(Lines& lines, std::string_view& line) {
    std::string allowed;
    for (auto const key : keys)
        allowed += std::string(key) + ", ";
    allowed += "terms";
    Header header;
    while (lines.next(line)) {
        auto const key = words_of(line, 1).front();
        if (key == "terms") return header;
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            lines.fail("key " + in_quotes(key), allowed);
        auto const value = trimmed(line.substr(key.size()));
        if (value.empty()) lines.fail("no value for " + std::string(key));
        if (!header.emplace(key, value).second) lines.fail(std::string(key) + " appears twice");
    }
    lines.fail("the file ends before its terms", allowed);
}

class HeaderReader {
  public:
    HeaderReader(Header const& header, Lines const& lines) : header_(header), lines_(lines) {}

    bool has(std::string_view key) const { return header_.contains(key); }

    std::string text(std::string_view key) const {
        auto const found = header_.find(key);
        if (found == header_.end()) lines_.fail("no line " + in_quotes(key) + " before the terms");
        return found->second;
    }
    double number(std::string_view key, Interval const& allowed) const {
        return lines_.number(text(key), std::string(key), allowed);
    }
    int integer(std::string_view key, int low, int high) const {
        return lines_.integer(text(key), std::string(key), low, high);
    }

  private:
    Header const& header_;
    Lines const& lines_;
};

MultipoleCoefficients interpret(HeaderReader const& header, Lines const& lines) {
    MultipoleCoefficients c;
    c.name = header.text("name");
    c.body = header.text("body");
    c.citation = header.text("citation");
    c.doi = header.text("doi");
    c.radius_m = units::km * header.number("radius_km", {.low = 1, .high = 1e7});
    c.degree = header.integer("degree", 1, highest_multipole_degree);
    c.order = header.has("order") ? header.integer("order", 0, c.degree) : c.degree;
    c.default_degree = header.integer("default_degree", 1, c.degree);
    c.dated = header.has("epoch");
    if (c.dated) {
        Interval const years = Interval::between(-10000, 10000);
        c.epoch = header.number("epoch", years);
        c.first_year = header.number("first_year", years);
        c.last_year = header.number("last_year", {.low = c.first_year, .high = years.high});
    } else if (header.has("first_year") || header.has("last_year")) {
        lines.fail("first_year and last_year without epoch");
    }
    return c;
}

std::string term_name(int n, int m) {
    return "term n = " + std::to_string(n) + ", m = " + std::to_string(m);
}

void read_term(Lines const& lines, std::string_view line, int n, int m, MultipoleCoefficients& c) {
    auto const words = words_of(line);
    std::size_t const expected = c.dated ? 6 : 4;
    std::string const columns = c.dated ? "n m g h g_rate h_rate" : "n m g h";
    if (words.size() != expected) {
        lines.fail("a term of " + std::to_string(words.size()) + " columns", columns);
    }
    int const n_read = lines.integer(words[0], "n", 1, c.degree);
    int const m_read = lines.integer(words[1], "m", 0, c.order);
    if (n_read != n || m_read != m) {
        lines.fail(term_name(n_read, m_read) + " out of order", term_name(n, m));
    }
    Interval const range = Interval::between(-largest_coefficient, largest_coefficient);
    std::array<std::vector<double>*, 4> const to{&c.g, &c.h, &c.g_rate, &c.h_rate};
    std::array<char const*, 4> const name{"g", "h", "g_rate", "h_rate"};
    for (std::size_t i = 0; i + 2 < expected; ++i) {
        double const value = lines.number(words[i + 2], name[i], range);
        if (m == 0 && i % 2 == 1 && value != 0) {
            lines.fail(std::string(name[i]) + " of order 0 is " + in_quotes(words[i + 2]), "0");
        }
        (*to[i])[MultipoleCoefficients::index(n, m)] = units::nT * value;
    }
}

}  // namespace

MultipoleCoefficients read_multipole_coefficients(std::istream& text, std::string const& name) {
    Lines lines(text, name);
    std::string_view line;
    if (!lines.next(line) || line != first_line) {
        lines.fail("not a file of multipole coefficients", "first line \"" + std::string(first_line) + "\"");
    }
    Header const header = read_header(lines, line);
    std::string const columns(trimmed(line.substr(5)));
    MultipoleCoefficients c = interpret(HeaderReader(header, lines), lines);
    std::string const expected = c.dated ? "n m g h g_rate h_rate" : "n m g h";
    auto const words = words_of(columns);
    std::string joined;
    for (auto const word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    if (joined != expected) lines.fail("columns " + in_quotes(joined), expected);

    std::size_t const size = MultipoleCoefficients::index(c.degree + 1, 0);
    c.g.resize(size);
    c.h.resize(size);
    if (c.dated) {
        c.g_rate.resize(size);
        c.h_rate.resize(size);
    }
    for (int n = 1; n <= c.degree; ++n) {
        for (int m = 0; m <= std::min(n, c.order); ++m) {
            if (!lines.next(line)) lines.fail("the file ends before " + term_name(n, m));
            read_term(lines, line, n, m, c);
        }
    }
    if (lines.next(line)) lines.fail("a line after the last term", "nothing, or comments that begin with #");
    return c;
}

MultipoleCoefficients read_multipole_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput("cannot be opened", path.string());
    return read_multipole_coefficients(file, path.string());
}

}  // namespace vespa::planet

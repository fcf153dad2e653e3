#include "shell/value.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <stdexcept>

#include "core/text/words.hpp"

namespace vespa::shell {
namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

template <class T, class F>
std::string joined(std::vector<T> const& items, std::string_view between, F&& text) {
    std::string all;
    for (auto const& item : items) {
        if (!all.empty()) all += between;
        all += text(item);
    }
    return all;
}

std::string toml_number(double x) {
    auto text = number_text(x);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string toml_string(std::string_view text) {
    std::string quoted = "\"";
    for (char const c : text) {
        switch (c) {
            case '"':
                quoted += "\\\"";
                break;
            case '\\':
                quoted += "\\\\";
                break;
            case '\n':
                quoted += "\\n";
                break;
            case '\t':
                quoted += "\\t";
                break;
            case '\r':
                quoted += "\\r";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                    quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
                else
                    quoted += c;
        }
    }
    return quoted + '"';
}

bool parse_flag(std::string_view text) {
    text = trimmed(text);
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    throw std::invalid_argument(fmt::format("'{}' is neither true nor false", text));
}

/// Numbers parted by commas, semicolons or blanks.
std::vector<double> parse_numbers(std::string_view text) {
    std::vector<double> numbers;
    constexpr std::string_view separators = ",; \t\r\n";
    bool comma_pending = false;
    while (true) {
        auto const first = text.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos) break;
        text.remove_prefix(first);
        auto const end = std::min(text.find_first_of(separators), text.size());
        numbers.push_back(parse_number(text.substr(0, end)));
        text.remove_prefix(end);
        auto const next = text.find_first_not_of(" \t\r\n");
        comma_pending = next != std::string_view::npos && (text[next] == ',' || text[next] == ';');
        if (comma_pending) text.remove_prefix(next + 1);
    }
    if (comma_pending) throw std::invalid_argument("the list ends in a separator");
    return numbers;
}

std::vector<std::string> parse_texts(std::string_view text) {
    std::vector<std::string> texts;
    while (!trimmed(text).empty()) {
        auto const end = text.find(';');
        auto const item = trimmed(text.substr(0, end));
        if (item.empty()) throw std::invalid_argument("an item of the list is empty");
        texts.emplace_back(item);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return texts;
}

}  // namespace

bool is_list(Kind kind) {
    return kind == Kind::numbers || kind == Kind::texts || kind == Kind::vector;
}

bool Range::contains(double x) const {
    return (lower_included ? x >= lower : x > lower) && (upper_included ? x <= upper : x < upper);
}

bool Range::bounded() const {
    return std::isfinite(lower) || std::isfinite(upper);
}

std::string Range::text() const {
    bool const from = std::isfinite(lower), to = std::isfinite(upper);
    if (from && to && lower_included && upper_included)
        return fmt::format("{} to {}", number_text(lower), number_text(upper));
    std::string text;
    if (from) text = fmt::format("{} {}", lower_included ? "at least" : "above", number_text(lower));
    if (from && to) text += " and ";
    if (to) text += fmt::format("{} {}", upper_included ? "at most" : "below", number_text(upper));
    return text;
}

Range between(double lower, double upper) {
    return {lower, upper};
}
Range at_least(double lower) {
    return {.lower = lower};
}
Range at_most(double upper) {
    return {.upper = upper};
}
Range above(double lower) {
    return {.lower = lower, .lower_included = false};
}
Range below(double upper) {
    return {.upper = upper, .upper_included = false};
}
Range above_to(double lower, double upper) {
    return {.lower = lower, .upper = upper, .lower_included = false};
}

std::string number_text(double x) {
    auto text = fmt::format("{}", x);
    auto const e = text.find('e');
    if (e == std::string::npos) return text;
    auto digits = e + 1;
    std::string const sign = text[digits] == '-' ? "-" : "";
    digits = text.find_first_not_of("+-0", digits);
    return text.substr(0, e + 1) + sign + text.substr(digits);
}

std::string value_text(Value const& value) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string(); },
                   [](bool on) { return std::string(on ? "true" : "false"); },
                   [](std::int64_t n) { return std::to_string(n); }, [](double x) { return number_text(x); },
                   [](std::string const& text) { return text; },
                   [](std::vector<double> const& list) { return joined(list, ",", number_text); },
                   [](std::vector<std::string> const& list) {
                       return joined(list, ";", [](std::string const& item) { return item; });
                   }},
        value);
}

std::string toml_text(Value const& value) {
    return std::visit(
        Overloaded{[](std::monostate) -> std::string { throw std::logic_error("TOML has no empty value"); },
                   [](bool on) { return std::string(on ? "true" : "false"); },
                   [](std::int64_t n) { return std::to_string(n); }, [](double x) { return toml_number(x); },
                   [](std::string const& text) { return toml_string(text); },
                   [](std::vector<double> const& list) {
                       return fmt::format("[{}]", joined(list, ", ", toml_number));
                   },
                   [](std::vector<std::string> const& list) {
                       return fmt::format("[{}]", joined(list, ", ", toml_string));
                   }},
        value);
}

double parse_number(std::string_view text) {
    text = trimmed(text);
    auto digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    double x = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), x);
    if (error == std::errc::result_out_of_range)
        throw std::invalid_argument(fmt::format("'{}' is beyond what a double can hold", text));
    if (error != std::errc() || end != digits.data() + digits.size() || text.starts_with("+-"))
        throw std::invalid_argument(fmt::format("'{}' is not a number", text));
    if (!std::isfinite(x)) throw std::invalid_argument(fmt::format("'{}' is not finite", text));
    return x;
}

std::int64_t whole_number(double x) {
    if (std::nearbyint(x) != x)
        throw std::invalid_argument(fmt::format("{} is not a whole number", number_text(x)));
    if (!(std::fabs(x) < 0x1p63))
        throw std::invalid_argument(fmt::format("{} is beyond what an integer can hold", number_text(x)));
    return static_cast<std::int64_t>(x);
}

std::int64_t parse_integer(std::string_view text) {
    text = trimmed(text);
    auto digits = text;
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    std::int64_t n = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error == std::errc() && end == digits.data() + digits.size()) return n;
    if (error == std::errc::result_out_of_range)
        throw std::invalid_argument(fmt::format("'{}' is beyond what an integer can hold", text));
    return whole_number(parse_number(text));
}

Value parse_value(Kind kind, std::string_view text) {
    switch (kind) {
        case Kind::flag:
            return parse_flag(text);
        case Kind::integer:
            return parse_integer(text);
        case Kind::number:
            return parse_number(text);
        case Kind::text:
        case Kind::choice:
        case Kind::file:
            return std::string(text);
        case Kind::numbers:
        case Kind::vector:
            return parse_numbers(text);
        case Kind::texts:
            return parse_texts(text);
    }
    throw std::logic_error("an option of no kind");
}

}  // namespace vespa::shell

#include "core/specification/specification.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"

namespace vespa {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr char grammar[] = "name or name:key=value,key=value";

bool is_identifier(std::string_view text) {
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

std::string listed(std::vector<std::string> const& words) {
    std::string list;
    for (auto const& word : words)
        list += (list.empty() ? "" : ", ") + word;
    return list;
}

std::string with_unit(std::string text, std::string_view unit) {
    return unit.empty() ? text : std::move(text) + " " + std::string(unit);
}

}  // namespace

Specification parse_specification(std::string_view text) {
    auto const where = "model " + in_quotes(text);
    if (text.size() > longest_text) throw BadInput("longer than 4096 bytes", where, grammar);
    auto const colon = text.find(':');
    Specification specification{std::string(text), std::string(trimmed(text.substr(0, colon))), {}};
    if (!is_identifier(specification.name)) {
        throw BadInput(
            specification.name.empty() ? "no model name" : "odd model name " + in_quotes(specification.name),
            where, grammar);
    }
    if (colon == std::string_view::npos) return specification;

    auto rest = text.substr(colon + 1);
    while (true) {
        auto const comma = rest.find(',');
        auto const item = trimmed(rest.substr(0, comma));
        auto const equals = item.find('=');
        if (equals == std::string_view::npos) throw BadInput("no '=' in " + in_quotes(item), where, grammar);
        auto const key = trimmed(item.substr(0, equals));
        auto const value = trimmed(item.substr(equals + 1));
        if (!is_identifier(key)) throw BadInput("odd key " + in_quotes(key), where, grammar);
        if (value.empty()) throw BadInput("no value for " + in_quotes(key), where, grammar);
        for (auto const& known : specification.values) {
            if (known.first == key)
                throw BadInput(in_quotes(key) + " is given twice", where, "each key once");
        }
        specification.values.emplace_back(key, value);
        if (comma == std::string_view::npos) return specification;
        rest.remove_prefix(comma + 1);
    }
}

bool Interval::contains(double value) const {
    return (includes_low ? value >= low : value > low) && (includes_high ? value <= high : value < high);
}

std::string Interval::text() const {
    bool const from = std::isfinite(low), to = std::isfinite(high);
    if (from && to) {
        return (includes_low ? "" : "above ") + shown(low) + (includes_high ? " to " : " to below ") +
               shown(high);
    }
    if (from) return (includes_low ? ">= " : "> ") + shown(low);
    if (to) return (includes_high ? "<= " : "< ") + shown(high);
    return "any finite number";
}

SpecificationReader::SpecificationReader(Specification const& specification, std::string where)
    : specification_(specification), where_(std::move(where)) {}

std::string SpecificationReader::where() const {
    return where_ + " " + in_quotes(specification_.text);
}

std::string const* SpecificationReader::find(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
    for (auto const& [name, value] : specification_.values) {
        if (name == key) return &value;
    }
    return nullptr;
}

bool SpecificationReader::has(std::string_view key) {
    return find(key) != nullptr;
}

double SpecificationReader::number(std::string_view key, double default_value, Interval const& allowed,
                                   std::string_view unit_text) {
    return has(key) ? required_number(key, allowed, unit_text) : default_value;
}

double SpecificationReader::required_number(std::string_view key, Interval const& allowed,
                                            std::string_view unit_text) {
    auto const range = with_unit(allowed.text(), unit_text);
    auto const* const text = find(key);
    if (text == nullptr) throw BadInput("no value for " + in_quotes(key), where(), range);
    auto const value = to_number(*text);
    if (!value) {
        throw BadInput(std::string(key) + " = " + in_quotes(*text) + " is not a finite number", where(),
                       range);
    }
    if (!allowed.contains(*value))
        throw BadInput(std::string(key) + " = " + *text + " is out of range", where(), range);
    return *value;
}

std::string SpecificationReader::word(std::string_view key, std::string_view default_word,
                                      std::vector<std::string> const& allowed) {
    auto const* const text = find(key);
    if (text == nullptr) return std::string(default_word);
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), *text) == allowed.end()) {
        throw BadInput(std::string(key) + " = " + in_quotes(*text) + " is not known", where(),
                       listed(allowed));
    }
    return *text;
}

void SpecificationReader::finish() const {
    std::string unknown;
    for (auto const& [name, value] : specification_.values) {
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
            unknown += (unknown.empty() ? "unknown key " : ", ") + in_quotes(name);
        }
    }
    if (!unknown.empty()) throw BadInput(unknown, where(), known_.empty() ? "no keys" : listed(known_));
}

}  // namespace vespa

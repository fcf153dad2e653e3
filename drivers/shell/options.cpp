#include "shell/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "shell/suggest.hpp"

namespace vespa::shell {
namespace {

/// Reason why the value does not fit the declaration; empty if it does.
std::string misfit(Option const& option, Value const& value) {
    auto const out_of_range = [&](double x) -> std::string {
        if (!std::isfinite(x)) return fmt::format("{} is not finite", number_text(x));
        if (!option.is.range.contains(x)) return fmt::format("{} is out of range", number_text(x));
        return {};
    };
    if (auto const* x = std::get_if<double>(&value)) return out_of_range(*x);
    if (auto const* n = std::get_if<std::int64_t>(&value)) {
        auto const x = static_cast<double>(*n);
        if (!option.is.range.contains(x) || !option.representable.contains(x))
            return fmt::format("{} is out of range", *n);
    }
    if (auto const* word = std::get_if<std::string>(&value); word && option.kind == Kind::choice) {
        auto const& words = option.is.words;
        if (std::none_of(words.begin(), words.end(), [&](Word const& w) { return w.word == *word; })) {
            auto const near = nearest(*word, words, [](Word const& w) { return w.word; });
            return fmt::format("'{}' is not one of its words", *word) +
                   (near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
        }
    }
    auto const count_misfit = [&](std::size_t n) -> std::string {
        if (n >= option.is.least_items && n <= option.is.most_items) return {};
        return fmt::format("a list of {}", n);
    };
    if (auto const* list = std::get_if<std::vector<double>>(&value)) {
        for (double const x : *list)
            if (auto reason = out_of_range(x); !reason.empty()) return reason;
        return count_misfit(list->size());
    }
    if (auto const* list = std::get_if<std::vector<std::string>>(&value)) return count_misfit(list->size());
    return {};
}

std::string items_text(Declaration const& is, std::string_view what) {
    if (is.least_items == is.most_items) return fmt::format("{} {}", is.least_items, what);
    if (is.most_items == std::numeric_limits<std::size_t>::max())
        return is.least_items == 0 ? fmt::format("a list of {}", what)
                                   : fmt::format("a list of {} or more {}", is.least_items, what);
    return fmt::format("a list of {} to {} {}", is.least_items, is.most_items, what);
}

bool stored_as(Kind kind, Value const& value) {
    switch (kind) {
        case Kind::flag:
            return std::holds_alternative<bool>(value);
        case Kind::integer:
            return std::holds_alternative<std::int64_t>(value);
        case Kind::number:
            return std::holds_alternative<double>(value);
        case Kind::text:
        case Kind::choice:
        case Kind::file:
            return std::holds_alternative<std::string>(value);
        case Kind::numbers:
        case Kind::vector:
            return std::holds_alternative<std::vector<double>>(value);
        case Kind::texts:
            return std::holds_alternative<std::vector<std::string>>(value);
    }
    return false;
}

Value text_or_none(std::string text) {
    return text.empty() ? Value() : Value(std::move(text));
}

}  // namespace

void Options::group(std::string title, std::string prose) {
    groups_.push_back({std::move(title), std::move(prose)});
}

void Options::flag(bool& target, Declaration is) {
    add(Kind::flag, std::move(is), target, [&target](Value const& value) { target = std::get<bool>(value); });
}

void Options::number(double& target, Declaration is) {
    add(Kind::number, std::move(is), target,
        [&target](Value const& value) { target = std::get<double>(value); });
}

void Options::number(std::optional<double>& target, Declaration is) {
    add(Kind::number, std::move(is), target ? Value(*target) : Value(),
        [&target](Value const& value) { target = std::get<double>(value); });
}

void Options::text(std::string& target, Declaration is) {
    add(Kind::text, std::move(is), text_or_none(target),
        [&target](Value const& value) { target = std::get<std::string>(value); });
}

void Options::choice(std::string& target, Declaration is) {
    add(Kind::choice, std::move(is), text_or_none(target),
        [&target](Value const& value) { target = std::get<std::string>(value); });
}

void Options::file(std::filesystem::path& target, Declaration is) {
    add(Kind::file, std::move(is), text_or_none(target.string()),
        [&target](Value const& value) { target = std::get<std::string>(value); });
}

void Options::numbers(std::vector<double>& target, Declaration is) {
    add(Kind::numbers, std::move(is), target,
        [&target](Value const& value) { target = std::get<std::vector<double>>(value); });
}

void Options::texts(std::vector<std::string>& target, Declaration is) {
    add(Kind::texts, std::move(is), target,
        [&target](Value const& value) { target = std::get<std::vector<std::string>>(value); });
}

void Options::vector(std::array<double, 3>& target, Declaration is) {
    is.least_items = is.most_items = 3;
    add(Kind::vector, std::move(is), std::vector<double>(target.begin(), target.end()),
        [&target](Value const& value) {
            auto const& list = std::get<std::vector<double>>(value);
            std::copy(list.begin(), list.end(), target.begin());
        });
}

void Options::vector(std::optional<std::array<double, 3>>& target, Declaration is) {
    is.least_items = is.most_items = 3;
    add(Kind::vector, std::move(is),
        target ? Value(std::vector<double>(target->begin(), target->end())) : Value(),
        [&target](Value const& value) {
            auto const& list = std::get<std::vector<double>>(value);
            target = {list[0], list[1], list[2]};
        });
}

void Options::add(Kind kind, Declaration is, Value initial, Store store, Range representable) {
    Option option{.is = std::move(is), .kind = kind, .group = groups_.back().title};
    auto const wrong = [&](std::string_view why) {
        return std::logic_error(fmt::format("option '{}' is declared wrongly: {}", option.is.name, why));
    };
    constexpr auto letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    auto const& name = option.is.name;
    if (name.size() < 2 || name.find_first_not_of(letters) != std::string::npos || name[0] == '-')
        throw wrong("its name is not two or more lower-case letters, digits and hyphens");
    if (option.is.prose.empty()) throw wrong("it has no prose");
    if ((kind == Kind::choice) == option.is.words.empty())
        throw wrong("words are for a choice, and a choice needs them");
    if (option.is.required) initial = {};
    option.representable = representable;
    option.default_value = std::move(initial);
    option.value = option.default_value;
    option.store = std::move(store);
    bool const empty_list = kind != Kind::vector && value_text(option.value).empty();
    if (!empty_list)
        if (auto const reason = misfit(option, option.value); !reason.empty())
            throw wrong("its default, " + reason + "; allowed: " + accepted(option));
    for (auto const& other : options_)
        if (other.is.name == name || (other.is.letter != 0 && other.is.letter == option.is.letter))
            throw wrong("another option has its name or its letter");
    index_.emplace(name, options_.size());
    options_.push_back(std::move(option));
}

Option const* Options::find(std::string const& name) const {
    auto const found = index_.find(name);
    return found == index_.end() ? nullptr : &options_[found->second];
}

bool Options::given(std::string const& name) const {
    return options_[index_.at(name)].origin != Origin::default_value;
}

void Options::assign(std::string const& name, Value value, Origin origin, std::string const& where) {
    auto& option = options_[index_.at(name)];
    if (!stored_as(option.kind, value)) throw std::logic_error("a value of another kind for option " + name);
    if (auto const reason = misfit(option, value); !reason.empty())
        throw UsageError(reason, where, accepted(option));
    option.store(value);
    option.value = std::move(value);
    option.origin = origin;
}

void Options::require_all() const {
    for (auto const& option : options_)
        if (option.is.required && std::holds_alternative<std::monostate>(option.value))
            throw UsageError("is required and not given", "--" + option.is.name, accepted(option));
}

std::string accepted(Option const& option) {
    auto const& is = option.is;
    std::string text;
    switch (option.kind) {
        case Kind::flag:
            return "true or false";
        case Kind::integer:
            text = "an integer";
            break;
        case Kind::number:
            text = "a number";
            break;
        case Kind::text:
            return "a text";
        case Kind::file:
            return "an existing file";
        case Kind::texts:
            return items_text(is, "texts");
        case Kind::numbers:
        case Kind::vector:
            text = items_text(is, "numbers");
            break;
        case Kind::choice:
            for (auto const& word : is.words)
                text += (text.empty() ? "one of " : ", ") + word.word;
            return text;
    }
    if (!is.unit.empty()) text += " in " + is.unit;
    if (auto const& range =
            is.range.bounded() || option.kind != Kind::integer ? is.range : option.representable;
        range.bounded())
        text += ", " + range.text();
    return text;
}

std::string nearest_name(Options const& options, std::string const& name) {
    return nearest(name, options.all(), [](Option const& option) { return option.is.name; });
}

}  // namespace vespa::shell

#include "jobs/sweep.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "codes/values.hpp"
#include "http/message.hpp"

namespace vespa::uws {
namespace {

using http::Refusal;

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        std::size_t const end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string shortest(double value) {
    std::array<char, 32> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

[[noreturn]] void refuse(std::string const& why) {
    throw Refusal(400, "SWEEP: " + why);
}

/// "start:stop:n" if it is one.
std::optional<std::vector<std::string>> range_of(std::string_view text, std::size_t most) {
    auto const parts = split(text, ':');
    if (parts.size() != 3) return std::nullopt;
    auto const start = number<double>(parts[0]), stop = number<double>(parts[1]);
    auto const count = number<std::size_t>(parts[2]);
    if (!start || !stop || !count || !std::isfinite(*start) || !std::isfinite(*stop)) return std::nullopt;
    if (*count < 2 || *count > most) refuse("a range has from 2 to " + std::to_string(most) + " values");
    std::vector<std::string> values;
    for (std::size_t i = 0; i < *count; ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(*count - 1);
        values.push_back(shortest(i + 1 == *count ? *stop : *start + (*stop - *start) * share));
    }
    return values;
}

void check_axis(SweepAxis const& axis, Description const& description) {
    Parameter const* const parameter = description.find(axis.name);
    if (parameter == nullptr) refuse("'" + axis.name + "' is not a parameter of " + description.name);
    if (parameter->datatype == Datatype::file) refuse(parameter->name + " is a file and cannot be varied");
    try {
        for (auto const& value : axis.values)
            check_value(*parameter, value);
    } catch (BadValue const& bad) {
        refuse(bad.what());
    }
}

}  // namespace

SweepAxis parse_sweep(std::string_view text, std::size_t most) {
    std::size_t const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        refuse("NAME:v1,v2,... or NAME:start:stop:n is expected, not '" + std::string(text) + "'");
    SweepAxis axis{std::string(text.substr(0, colon)), {}};
    std::string_view const rest = text.substr(colon + 1);
    if (auto range = range_of(rest, most)) {
        axis.values = std::move(*range);
        return axis;
    }
    for (auto const value : split(rest, ',')) {
        if (value.empty()) refuse("an empty value of " + axis.name);
        if (axis.values.size() == most) refuse("at most " + std::to_string(most) + " jobs are made at once");
        axis.values.emplace_back(value);
    }
    return axis;
}

Sweep::Sweep(Job const& job, Description const& description, std::size_t most) {
    for (auto const& parameter : job.parameters) {
        if (parameter.name != sweep_parameter) continue;
        SweepAxis axis = parse_sweep(parameter.value, most);
        check_axis(axis, description);
        axis.name = description.find(axis.name)->name;
        for (auto const& other : axes_)
            if (other.name == axis.name) refuse(axis.name + " is given more than once");
        members_ *= axis.values.size();  // both factors are at most `most`
        if (members_ > most) refuse("at most " + std::to_string(most) + " jobs are made at once");
        axes_.push_back(std::move(axis));
    }
}

std::string const& Sweep::value(std::size_t axis, std::size_t member) const {
    for (std::size_t i = axes_.size(); --i > axis;)
        member /= axes_[i].values.size();
    return axes_[axis].values[member % axes_[axis].values.size()];
}

std::vector<JobParameter> Sweep::parameters(Job const& job, std::size_t member) const {
    std::vector<JobParameter> parameters;
    for (auto const& parameter : job.parameters) {
        auto const same = [&](SweepAxis const& axis) { return axis.name == parameter.name; };
        if (parameter.name != sweep_parameter && std::none_of(axes_.begin(), axes_.end(), same))
            parameters.push_back(parameter);
    }
    for (std::size_t axis = 0; axis < axes_.size(); ++axis)
        parameters.push_back({axes_[axis].name, value(axis, member), false, ""});
    return parameters;
}

bool is_swept(Job const& job) {
    return std::any_of(job.parameters.begin(), job.parameters.end(),
                       [](auto const& parameter) { return parameter.name == sweep_parameter; });
}

}  // namespace vespa::uws

#include "uws/requests.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "http/message.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

using http::Refusal;
using http::same_name;

constexpr std::size_t longest_run_id = 64;  // DALI 1.1, 3.4.6

/// A whole number of any size: beyond the range it is the nearest end of it; nothing if it is no integer.
std::optional<long> integer(std::string_view text) {
    bool const negative = !text.empty() && text.front() == '-';
    std::string_view digits = text;
    if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) digits.remove_prefix(1);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    long value = 0;
    auto const error = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec;
    if (error != std::errc()) value = std::numeric_limits<long>::max();
    return negative ? -value : value;
}

Instant instant_of(std::string_view name, std::string_view value) {
    auto const instant = parse_instant(value);
    if (!instant)
        throw Refusal(400, std::string(name) +
                               " must be an instant in UTC such as 2026-05-04T09:15:02.114Z, not '" +
                               std::string(value) + "'");
    return *instant;
}

Phase phase_of(std::string_view value) {
    auto const phase = phase_named(value);
    if (!phase) throw Refusal(400, "'" + std::string(value) + "' is not a phase of a job");
    return *phase;
}

template <class T>
void set_once(std::optional<T>& target, std::string_view name, T value) {
    if (target) throw Refusal(400, std::string(name) + " is given more than once");
    target = std::move(value);
}

bool is_ignored(std::string_view name) {
    // What OPUS's form sends along.
    return same_name(name, "control_parameters") || same_name(name, "csrf_token") ||
           same_name(name, "uws_quote");
}

int duration_of(std::string const& value) {
    auto const seconds = integer(value);
    if (!seconds || *seconds < 0)
        throw Refusal(400,
                      "EXECUTIONDURATION must be a number of seconds, 0 for unlimited, not '" + value + "'");
    return static_cast<int>(std::min<long>(*seconds, std::numeric_limits<int>::max()));
}

std::string run_id_of(std::string const& value) {
    if (value.size() > longest_run_id || !is_xml_text(value))
        throw Refusal(400, "RUNID must be a text of at most 64 bytes without control characters");
    return value;
}

/// Takes the field if it is a control; false if it is a parameter of the job.
bool take_control(Controls& controls, http::Field const& field) {
    if (field.is_file) return false;
    if (same_name(field.name, "PHASE")) {
        if (field.value != "RUN" && field.value != "ABORT")
            throw Refusal(400, "PHASE must be RUN or ABORT, not '" + field.value + "'");
        set_once(controls.phase, "PHASE", field.value);
    } else if (same_name(field.name, "ACTION")) {
        if (field.value != "DELETE") throw Refusal(400, "ACTION must be DELETE, not '" + field.value + "'");
        set_once(controls.action, "ACTION", field.value);
    } else if (same_name(field.name, "RUNID")) {
        set_once(controls.run_id, "RUNID", run_id_of(field.value));
    } else if (same_name(field.name, "DESTRUCTION")) {
        set_once(controls.destruction, "DESTRUCTION", instant_of("DESTRUCTION", field.value));
    } else if (same_name(field.name, "EXECUTIONDURATION")) {
        set_once(controls.execution_duration, "EXECUTIONDURATION", duration_of(field.value));
    } else if (same_name(field.name, "CLONE")) {
        set_once(controls.clone, "CLONE", field.value);
    } else if (same_name(field.name, "SWEEP")) {
        controls.sweep.push_back(field.value);
    } else {
        return is_ignored(field.name);
    }
    return true;
}

}  // namespace

bool ListFilter::admits(Job const& job) const {
    std::uint32_t const bit = 1U << static_cast<unsigned>(job.phase);
    bool const in_phase = phases == 0 ? job.phase != Phase::archived : (phases & bit) != 0;
    return in_phase && (!after || job.created > *after) && (!before || job.created < *before) &&
           (!run_id || job.run_id == run_id) && (!parent || job.kin.parent == *parent) &&
           (!owner || job.owner == *owner);
}

ListFilter parse_list_filter(http::Form const& query) {
    ListFilter filter;
    for (auto const& field : query) {
        if (same_name(field.name, "PHASE")) {
            filter.phases |= 1U << static_cast<unsigned>(phase_of(field.value));
        } else if (same_name(field.name, "AFTER")) {
            set_once(filter.after, "AFTER", instant_of("AFTER", field.value));
        } else if (same_name(field.name, "BEFORE")) {
            set_once(filter.before, "BEFORE", instant_of("BEFORE", field.value));
        } else if (same_name(field.name, "RUNID")) {
            set_once(filter.run_id, "RUNID", field.value);
        } else if (same_name(field.name, "PARENT")) {
            set_once(filter.parent, "PARENT", field.value);
        } else if (same_name(field.name, "OWNER")) {
            set_once(filter.owner, "OWNER", field.value);
        } else if (same_name(field.name, "LAST")) {
            auto const count = integer(field.value);
            if (!count || *count < 1)
                throw Refusal(400, "LAST must be a whole number above zero, not '" + field.value + "'");
            set_once(filter.last, "LAST", static_cast<std::size_t>(*count));
        }
    }
    return filter;
}

WaitRequest parse_wait(http::Form const& query) {
    WaitRequest wait;
    for (auto const& field : query) {
        if (same_name(field.name, "WAIT")) {
            auto const seconds = integer(field.value);
            if (!seconds || *seconds < -1)
                throw Refusal(400, "WAIT must be a number of seconds or -1, not '" + field.value + "'");
            if (wait.asked) throw Refusal(400, "WAIT is given more than once");
            wait.asked = true;
            if (*seconds >= 0)
                wait.seconds = static_cast<int>(std::min<long>(*seconds, std::numeric_limits<int>::max()));
        } else if (same_name(field.name, "PHASE")) {
            set_once(wait.phase, "PHASE", phase_of(field.value));
        }
    }
    return wait;
}

Controls parse_controls(http::Form query, http::Form body) {
    Controls controls;
    for (auto* const form : {&query, &body})
        for (auto& field : *form)
            if (!take_control(controls, field)) controls.parameters.push_back(std::move(field));
    return controls;
}

}  // namespace vespa::uws

#include "uws/phase.hpp"

#include <cstddef>

namespace vespa::uws {
namespace {

constexpr std::array<std::string_view, 10> names = {"PENDING", "QUEUED",  "EXECUTING", "COMPLETED",
                                                    "ERROR",   "ABORTED", "HELD",      "SUSPENDED",
                                                    "UNKNOWN", "ARCHIVED"};

constexpr unsigned bit(Phase phase) {
    return 1U << static_cast<unsigned>(phase);
}

}  // namespace

std::string_view phase_name(Phase phase) {
    return names[static_cast<std::size_t>(phase)];
}

std::optional<Phase> phase_named(std::string_view name) {
    for (Phase const phase : all_phases)
        if (phase_name(phase) == name) return phase;
    return std::nullopt;
}

bool is_active(Phase phase) {
    return (bit(phase) & (bit(Phase::pending) | bit(Phase::queued) | bit(Phase::executing))) != 0;
}

bool is_final(Phase phase) {
    return (bit(phase) &
            (bit(Phase::completed) | bit(Phase::error) | bit(Phase::aborted) | bit(Phase::archived))) != 0;
}

bool may_follow(Phase from, Phase to) {
    // Diagram: UWS 1.1, figure 4. The text adds that RUN may lead to HELD (also after a while in the queue: a
    // cluster holds jobs that it has taken) and that whatever has not completed may be aborted or fail.
    constexpr unsigned ended_badly = bit(Phase::aborted) | bit(Phase::error);
    unsigned allowed = 0;
    switch (from) {
        case Phase::pending:
            allowed = bit(Phase::queued) | bit(Phase::held) | ended_badly;
            break;
        case Phase::queued:
            allowed = bit(Phase::executing) | bit(Phase::held) | ended_badly;
            break;
        case Phase::executing:
            allowed = bit(Phase::completed) | bit(Phase::suspended) | bit(Phase::held) | ended_badly;
            break;
        case Phase::suspended:
            allowed = bit(Phase::executing) | ended_badly;
            break;
        case Phase::held:
            allowed = bit(Phase::executing) | bit(Phase::queued) | ended_badly;
            break;
        case Phase::completed:
        case Phase::error:
        case Phase::aborted:
            allowed = bit(Phase::archived);
            break;
        case Phase::unknown:
        case Phase::archived:
            break;
    }
    return (allowed & bit(to)) != 0;
}

}  // namespace vespa::uws

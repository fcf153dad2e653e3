#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "codes/description.hpp"
#include "settings/settings.hpp"
#include "uws/instant.hpp"

namespace vespa::uws {

/// The bounds that the server sets to what clients ask for.
struct Policy {
    int default_duration_s = 24 * 3600;            ///< wall time of a job; a description's own comes first
    int longest_duration_s = 7 * 24 * 3600;        ///< 0 = no bound
    std::chrono::hours default_lifetime{30 * 24};  ///< from creation to destruction
    std::chrono::hours longest_lifetime{366 * 24};
    std::chrono::seconds longest_wait{50};  ///< below the read time-outs of proxies
    std::size_t longest_list = 0;           ///< jobs in one answer; 0 = all, as the standard has it
    std::size_t most_waiters = 10000;       ///< blocked requests; more are answered at once
    std::uint64_t largest_upload = 1ULL
                                   << 30U;  ///< bytes of one request's body; a description's own comes first
    std::chrono::seconds key_lifetime{24 * 3600};  ///< how long an Idempotency-Key stands for its job
    int most_members = 10000;                      ///< jobs of one sweep
    /// How long the metadata of a job outlive its destruction time, as ARCHIVED; 0 = it is forgotten then.
    std::chrono::hours archived_for{0};
    /// How long a job waits that cannot be started for a cause that may pass.
    std::chrono::seconds start_patience{300};
};

/// The keys default-duration, longest-duration ("0 s" = no bound), default-lifetime, longest-lifetime,
/// longest-wait, longest-list, most-waiters, upload, idempotency, sweep, archive and start-patience of
/// [limits]. Throws BadSetting.
Policy read_policy(Settings const& limits);

/// Most bytes that the body of one request to this code may have.
std::uint64_t allowed_upload(Policy const& policy, LaunchBlock const& launch);

/// Wall time in seconds that a job of this code gets if its client asks for `asked_s` (0 = unlimited), or for
/// nothing.
int allowed_duration(Policy const& policy, LaunchBlock const& launch, std::optional<int> asked_s);

/// The destruction time that a job gets if its client asks for `asked`, or for nothing: between now and the
/// longest lifetime.
Instant allowed_destruction(Policy const& policy, Instant created, Instant now, std::optional<Instant> asked);

}  // namespace vespa::uws

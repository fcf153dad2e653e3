#pragma once
// What happens to a job, told while it happens.
#include <string>

#include "rest/resources.hpp"

namespace vespa::uws {

/// JOB/events: server-sent events (WHATWG HTML, 9.2). First `job`, the job as it is (JSON), and again
/// whenever phase or progress change; `stdout` and `stderr`, lines of the logs from near their end on; `end`
/// after the last phase (data: the phase, or "deleted"). The id of an event holds the positions in the logs:
/// a client that comes again with Last-Event-ID gets what it has missed. A comment every 15 s keeps proxies
/// awake.
void serve_events(CallPtr const& call, Place const& place);

/// JOB/stdout?follow=1: the whole log, then its growth up to the end of the job; as events if the client
/// accepts text/event-stream, else as text.
void follow_log(CallPtr const& call, Place const& place, std::string const& stream);

/// The data of a `job` event.
std::string job_event(Job const& job);

/// One event as it is sent; line breaks of all kinds in `data` make lines of it.
std::string event_text(std::string_view name, std::string_view id, std::string_view data);

}  // namespace vespa::uws

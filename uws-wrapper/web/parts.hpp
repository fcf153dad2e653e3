#pragma once
// Pieces that several pages share.
#include <string>
#include <string_view>

#include "uws/job.hpp"
#include "web/html.hpp"
#include "web/pages.hpp"

namespace vespa::uws {

/// Head of the page down to the opened <main>. \param here title of the page
/// \param refresh_s without script the page is loaded again after so many seconds; 0 = never
void open_page(Html& html, Site const& site, std::string_view here, int refresh_s = 0);
std::string close_page(Html&& html);

/// The phase as a coloured word.
void phase_badge(Html& html, Phase phase);

/// A bar for an executing job, nothing for others.
void progress_bar(Html& html, Job const& job);

/// "2026-05-04 09:15:02 UTC", a dash if there is none.
std::string readable(std::optional<Instant> const& instant);
/// "1 min 20 s"
std::string readable(std::chrono::milliseconds duration);
/// "12.3 MB"
std::string readable_size(std::uint64_t bytes);

/// The client's label, or the beginning of the id.
std::string short_name(Job const& job);

/// The form that runs the code.
void submit_form(Html& html, Site const& site, Description const& code);

}  // namespace vespa::uws

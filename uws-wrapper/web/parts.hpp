#pragma once
// Pieces that several pages share.
#include <string>
#include <string_view>

#include "uws/job.hpp"
#include "web/html.hpp"
#include "web/pages.hpp"

namespace vespa::uws {

/// What the head of a page holds beside what all have.
struct PageHead {
    std::string_view title = {};
    int refresh_s = 0;           ///< without script the page is loaded again after so many seconds; 0 = never
    bool plots = false;          ///< takes the viewer's script and style
    std::string_view code = {};  ///< the code whose page stands above this one; empty = none
    std::string_view job_url = {};  ///< the same of the job
    std::string_view job_name = {};
};

/// Head of the page, menu and way back, down to the opened <main>.
void open_page(Html& html, Site const& site, PageHead const& head);
std::string close_page(Html&& html);

/// `<form method="post" ...>`: every form that changes something is opened here.
void open_form(Html& html, std::string_view action, std::string_view kind = {});

/// The phase as a coloured word.
void phase_badge(Html& html, Phase phase);

/// A bar for an executing job, an empty place for one that may yet execute, nothing for others.
void progress_bar(Html& html, Job const& job);

/// One row of a table of jobs; `with_code` adds a column.
void job_row(Html& html, Site const& site, Job const& job, bool with_code);
/// Opens the table that job_row() fills, down to <tbody>.
void open_job_table(Html& html, bool with_code);

/// A text with a button that copies it.
void copy_box(Html& html, std::string_view title, std::string_view text);

/// How the code wants to be cited, and its licence; nothing if the description is silent.
void citation(Html& html, Description const& code);

/// "2026-05-04 09:15:02 UTC", a dash if there is none.
std::string readable(std::optional<Instant> const& instant);
/// "1 min 20 s"
std::string readable(std::chrono::milliseconds duration);
/// "12.3 MB"
std::string readable_size(std::uint64_t bytes);
/// "1 job", "2 jobs"
std::string counted(std::size_t count, std::string_view one);

/// The client's label, or the beginning of the id.
std::string short_name(Job const& job);
std::string job_url(Site const& site, Job const& job);

}  // namespace vespa::uws

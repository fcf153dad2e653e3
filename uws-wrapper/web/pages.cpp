#include "web/pages.hpp"

#include "http/message.hpp"
#include "web/parts.hpp"

namespace vespa::uws {
namespace {

std::string plural(std::size_t count, std::string_view one) {
    return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

void job_row(Html& html, Site const& site, Job const& job) {
    std::string const url = site.base + "/rest/" + job.code + "/" + job.id;
    html.raw("<tr").attribute("data-id", job.id).raw("><td>");
    phase_badge(html, job.phase);
    html.raw("</td><td><a").attribute("href", url).raw(">").text(short_name(job)).raw("</a></td><td>");
    html.text(readable(job.created)).raw("</td><td>");
    if (job.phase == Phase::executing)
        progress_bar(html, job);
    else if (job.started && job.ended)
        html.text(readable(*job.ended - *job.started));
    html.raw("</td></tr>\n");
}

}  // namespace

std::string index_page(Site const& site, std::vector<CodeSummary> const& codes) {
    Html html;
    open_page(html, site, "vespa-hpc");
    html.raw("<h1>Codes</h1>\n<ul class=\"cards\">\n");
    for (auto const& summary : codes) {
        html.raw("<li><a").attribute("href", site.base + "/rest/" + summary.code->name).raw(">");
        html.element("h2", summary.code->name).element("p", summary.code->annotation);
        html.raw("<small>").text(plural(summary.jobs, "job"));
        if (summary.executing > 0) html.text(", " + std::to_string(summary.executing) + " executing");
        if (summary.queued > 0) html.text(", " + std::to_string(summary.queued) + " queued");
        html.raw("</small></a></li>\n");
    }
    html.raw(
        "</ul>\n<p class=\"help\">Each code is a UWS 1.1 job list: what this page does, any UWS client and "
        "curl do too.</p>\n");
    return close_page(std::move(html));
}

std::string code_page(Site const& site, Description const& code, std::vector<Entry const*> const& jobs) {
    Html html;
    open_page(html, site, code.name);
    html.element("h1", code.name).raw("<p class=\"lead\">").text(code.annotation);
    if (code.doculink.substr(0, 4) == "http")
        html.raw(" <a").attribute("href", code.doculink).raw(">More</a>");
    html.raw("</p>\n<details class=\"new\"")
        .raw(jobs.empty() ? " open" : "")
        .raw("><summary>New job</summary>\n");
    submit_form(html, site, code);
    html.raw("</details>\n<h2>Jobs</h2>\n");
    if (jobs.empty()) {
        html.raw("<p class=\"help\">There is none yet.</p>\n");
    } else {
        html.raw("<div class=\"wide\"><table class=\"jobs\"")
            .attribute("data-list", site.base + "/rest/" + code.name);
        html.raw("><thead><tr><th>Phase</th><th>Job</th><th>Created</th><th>Time</th></tr></thead><tbody>\n");
        for (auto const* const entry : jobs)
            job_row(html, site, entry->job);
        html.raw("</tbody></table></div>\n");
    }
    return close_page(std::move(html));
}

std::string refusal_page(Site const& site, int status, std::string_view why) {
    Html html;
    open_page(html, site, http::reason_of(status));
    html.element("h1", http::reason_of(status)).raw("<pre class=\"error\">").text(why).raw("</pre>\n");
    html.raw("<p><a").attribute("href", site.base + "/").raw(">All codes</a></p>\n");
    return close_page(std::move(html));
}

}  // namespace vespa::uws

// The page of the server, and that of a refusal.
#include "http/message.hpp"
#include "web/parts.hpp"

namespace vespa::uws {
namespace {

void card(Html& html, Site const& site, CodeSummary const& summary) {
    html.raw("<li><a").attribute("href", site.base + "/rest/" + summary.code->name).raw(">");
    html.element("h2", summary.code->name).element("p", summary.code->annotation);
    html.raw("<small>").text(counted(summary.jobs, "job"));
    if (summary.executing > 0) html.text(", " + std::to_string(summary.executing) + " executing");
    if (summary.queued > 0) html.text(", " + std::to_string(summary.queued) + " queued");
    html.raw("</small></a></li>\n");
}

}  // namespace

std::string index_page(Site const& site, std::vector<CodeSummary> const& codes,
                       std::vector<Job const*> const& latest) {
    Html html;
    open_page(html, site, {.title = "Codes"});
    html.raw("<h1>Codes</h1>\n<p class=\"lead\">Choose a code, fill in its form and watch it run.</p>\n");
    html.raw("<ul class=\"cards\">\n");
    for (auto const& summary : codes)
        card(html, site, summary);
    html.raw("</ul>\n");
    if (!latest.empty()) {
        html.raw("<h2>Latest jobs</h2>\n");
        open_job_table(html, true);
        for (auto const* const job : latest)
            job_row(html, site, *job, true);
        html.raw("</tbody></table></div>\n");
    }
    html.raw(
        "<p class=\"help\">Each code is a job list of the IVOA's UWS 1.1: what these pages do, any UWS "
        "client "
        "and curl do too.</p>\n");
    return close_page(std::move(html));
}

std::string refusal_page(Site const& site, int status, std::string_view why) {
    Html html;
    open_page(html, site, {.title = http::reason_of(status)});
    html.element("h1", http::reason_of(status));
    html.raw("<pre class=\"error\" role=\"alert\">").text(why).raw("</pre>\n");
    html.raw("<p><a").attribute("href", site.base + "/").raw(">All codes</a></p>\n");
    return close_page(std::move(html));
}

}  // namespace vespa::uws

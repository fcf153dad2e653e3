// The page of a code: what it is, and its jobs.
#include <array>

#include "http/percent.hpp"
#include "web/parts.hpp"
#include "web/snippets.hpp"

namespace vespa::uws {
namespace {

constexpr std::array offered_phases = {Phase::pending,   Phase::queued, Phase::executing,
                                       Phase::completed, Phase::error,  Phase::aborted};

bool is_web_url(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

void introduction(Html& html, Site const& site, Description const& code) {
    html.raw("<div class=\"head\">").element("h1", code.name).raw("<span class=\"actions\">");
    if (code.launch.runnable)
        html.raw("<a class=\"button go\"")
            .attribute("href", site.base + "/" + code.name + "/form")
            .raw(">New job</a>");
    html.raw("</span></div>\n<p class=\"lead\">").text(code.annotation);
    if (is_web_url(code.doculink)) html.raw(" <a").attribute("href", code.doculink).raw(">Documentation</a>");
    html.raw("</p>\n");
    if (!code.launch.runnable)
        html.raw("<p class=\"help\">This code is a draft: nobody has said yet how it is run.</p>\n");
}

void what_it_gives(Html& html, Description const& code) {
    if (code.results.empty()) return;
    html.raw("<h2>Results of a job</h2>\n<dl>");
    for (auto const& result : code.results)
        html.element("dt", result.name).element("dd", result.annotation);
    html.raw("</dl>\n");
}

void for_programs(Html& html, Site const& site, Description const& code) {
    std::string const list = site.base + "/rest/" + code.name;
    html.raw("<h2>From programs</h2>\n<p class=\"help\">The job list is <code>");
    html.text(list)
        .raw("</code>; ")
        .raw("<a")
        .attribute("href", site.base + "/" + code.name + "/capabilities");
    html.raw(">capabilities</a>.</p>\n");
    copy_box(html, "Run it with curl", curl_snippet(list, code, {}));
    copy_box(html, "Run it with pyvo", pyvo_snippet(list, code, {}));
}

/// The list's address with these filters, from `before` on.
std::string listing_url(std::string const& list, ListFilter const& filter,
                        std::optional<Instant> const& before) {
    std::string query;
    auto const add = [&](std::string_view name, std::string const& value) {
        query.append(query.empty() ? "?" : "&").append(name).append("=").append(http::encode_percent(value));
    };
    for (auto const phase : all_phases)
        if (filter.phases & (1U << static_cast<unsigned>(phase)))
            add("PHASE", std::string(phase_name(phase)));
    if (filter.run_id) add("RUNID", *filter.run_id);
    if (filter.after) add("AFTER", to_text(*filter.after));
    if (before) add("BEFORE", to_text(*before));
    return list + query;
}

void filters(Html& html, std::string const& list, ListFilter const& filter) {
    html.raw("<form class=\"filters\" method=\"get\" role=\"search\"").attribute("action", list);
    html.raw("><label>Phase <select name=\"PHASE\"><option value=\"\">any</option>");
    for (auto const phase : offered_phases) {
        std::string const name(phase_name(phase));
        html.raw("<option").attribute("value", name);
        if (filter.phases & (1U << static_cast<unsigned>(phase))) html.raw(" selected");
        html.raw(">").text(name).raw("</option>");
    }
    html.raw("</select></label><label>Label <input name=\"RUNID\" type=\"search\" maxlength=\"64\"");
    html.attribute("value", filter.run_id.value_or("")).raw("></label><button>Filter</button>");
    if (filter.phases != 0 || filter.run_id || filter.before || filter.after)
        html.raw("<a").attribute("href", list).raw(">All jobs</a>");
    html.raw("</form>\n");
}

void jobs(Html& html, Site const& site, Description const& code, JobListing const& listing) {
    std::string const list = site.base + "/rest/" + code.name;
    bool const filtered =
        listing.filter.phases != 0 || listing.filter.run_id || listing.filter.before || listing.filter.after;
    html.raw("<h2>Jobs</h2>\n");
    if (filtered || !listing.jobs.empty()) filters(html, list, listing.filter);
    html.raw("<div id=\"listing\">\n");
    if (listing.jobs.empty()) {
        html.raw("<p class=\"empty\">").text(filtered ? "No job is like that." : "There is none yet.");
        html.raw("</p>\n");
    } else {
        open_job_table(html, false);
        for (auto const* const entry : listing.jobs)
            job_row(html, site, entry->job, false);
        html.raw("</tbody></table></div>\n");
    }
    html.raw("</div><nav class=\"pages\" aria-label=\"Pages\">");
    if (listing.filter.before)
        html.raw("<a").attribute("href", listing_url(list, listing.filter, {})).raw(">Newest</a>");
    if (listing.more)
        html.raw("<a rel=\"next\"")
            .attribute("href", listing_url(list, listing.filter, listing.jobs.back()->job.created))
            .raw(">Older</a>");
    html.raw("</nav>\n");
}

}  // namespace

std::string code_page(Site const& site, Description const& code, JobListing const& listing) {
    Html html;
    open_page(html, site, {.title = code.name, .code = code.name});
    introduction(html, site, code);
    jobs(html, site, code, listing);
    html.raw("<div class=\"columns\"><section>");
    what_it_gives(html, code);
    html.raw("</section><section>");
    for_programs(html, site, code);
    citation(html, code);
    html.raw("</section></div>\n");
    return close_page(std::move(html));
}

}  // namespace vespa::uws

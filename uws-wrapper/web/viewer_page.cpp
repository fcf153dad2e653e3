// Where the browser draws an HDF5 result.
#include "http/percent.hpp"
#include "web/parts.hpp"

namespace vespa::uws {

bool is_plottable(std::string_view content_type) {
    return content_type == "application/x-hdf5" || content_type == "application/x-hdf";
}

std::string viewer_page(Site const& site, Description const& code, Job const& job, JobResult const& result) {
    Html html;
    std::string const url = job_url(site, job), name = short_name(job);
    std::string const file = url + "/results/" + http::encode_percent(result.id);
    open_page(html, site,
              {.title = result.id + " of " + name,
               .plots = true,
               .code = code.name,
               .job_url = url,
               .job_name = name});
    html.raw("<div class=\"head\">").element("h1", result.id).raw("<small>").text(result.file + ", ");
    html.text(readable_size(result.size)).raw("</small><span class=\"actions\"><a class=\"button\"");
    html.attribute("href", file).raw(" download>Download</a></span></div>\n");
    html.raw("<div class=\"viewer\" id=\"viewer\"").attribute("data-file", file);
    html.attribute("data-size", std::to_string(result.size)).raw(">");
    html.raw(
        "<noscript><p class=\"error\">Plots are drawn by a script, which this browser does not run. The file "
        "can "
        "be downloaded all the same.</p></noscript>");
    html.raw("<p class=\"status\" role=\"status\">Opening the file…</p></div>\n");
    return close_page(std::move(html));
}

}  // namespace vespa::uws

// The page of one job.
#include "http/percent.hpp"
#include "uws/xml.hpp"
#include "web/pages.hpp"
#include "web/parts.hpp"

namespace vespa::uws {
namespace {

class JobPage {
  public:
    JobPage(Site const& site, Description const& code, Job const& job)
        : site_(site), code_(code), job_(job), url_(site.base + "/rest/" + job.code + "/" + job.id) {}

    std::string write(LogTails const& logs) {
        bool const live = is_active(job_.phase) && job_.phase != Phase::pending;
        open_page(html_, site_, code_.name + " " + short_name(job_), live ? 3 : 0);
        head(live);
        if (job_.error) html_.raw("<pre class=\"error\">").text(job_.error->message).raw("</pre>\n");
        picture();
        results();
        html_.raw("<div class=\"columns\"><section>");
        parameters();
        html_.raw("</section><section>");
        facts();
        html_.raw("</section></div>\n");
        log("stdout", "Output", logs.standard_output);
        log("stderr", "Messages", logs.standard_error);
        return close_page(std::move(html_));
    }

  private:
    void button(std::string_view label, std::string_view url, std::string_view name, std::string_view value,
                std::string_view kind) {
        html_.raw("<form method=\"post\"").attribute("action", url).raw("><button").attribute("class", kind);
        html_.attribute("name", name).attribute("value", value).raw(">").text(label).raw("</button></form>");
    }

    void head(bool live) {
        html_.raw("<nav><a")
            .attribute("href", site_.base + "/rest/" + code_.name)
            .raw(">")
            .text(code_.name)
            .raw("</a></nav>\n");
        html_.raw("<div class=\"head\"")
            .attribute("data-job", url_)
            .attribute("data-phase", live ? phase_name(job_.phase) : "");
        html_.raw(">").element("h1", short_name(job_));
        phase_badge(html_, job_.phase);
        html_.raw("<span class=\"actions\">");
        if (may_follow(job_.phase, Phase::queued)) button("Run", url_ + "/phase", "PHASE", "RUN", "go");
        if (may_follow(job_.phase, Phase::aborted))
            button("Abort", url_ + "/phase", "PHASE", "ABORT", "stop");
        button("Delete", url_, "ACTION", "DELETE", "stop");
        html_.raw("</span></div>\n");
        progress_bar(html_, job_);
    }

    std::string result_url(JobResult const& result) const {
        return url_ + "/results/" + http::encode_percent(result.id);
    }

    /// The first picture that a browser shows as it is.
    void picture() {
        for (std::string_view const type : {"image/png", "image/svg+xml", "image/jpeg"})
            for (auto const& result : job_.results)
                if (result.content_type == type) {
                    html_.raw("<figure><a").attribute("href", result_url(result)).raw("><img");
                    html_.attribute("src", result_url(result))
                        .attribute("alt", result.id)
                        .raw("></a></figure>\n");
                    return;
                }
    }

    void results() {
        if (job_.results.empty()) return;
        html_.raw(
            "<h2>Results</h2>\n<div "
            "class=\"wide\"><table><thead><tr><th>Result</th><th>File</th><th>Size</th>"
            "<th>SHA-256</th></tr></thead><tbody>\n");
        for (auto const& result : job_.results) {
            html_.raw("<tr><td><a")
                .attribute("href", result_url(result))
                .raw(">")
                .text(result.id)
                .raw("</a></td>");
            html_.element("td", result.file).element("td", readable_size(result.size));
            html_.raw("<td><code").attribute("title", result.sha256).raw(">");
            html_.text(result.sha256.substr(0, 12)).raw("…</code></td></tr>\n");
        }
        html_.raw("</tbody></table></div>\n");
    }

    void parameters() {
        html_.raw("<h2>Parameters</h2>\n");
        if (job_.parameters.empty()) html_.raw("<p class=\"help\">All have their defaults.</p>");
        html_.raw("<dl>");
        for (auto const& parameter : job_.parameters) {
            auto const* const declared = code_.find(parameter.name);
            html_.element("dt", parameter.name).raw("<dd>");
            if (parameter.is_file)
                html_.raw("<a")
                    .attribute("href", url_ + "/parameters/" + http::encode_percent(parameter.name))
                    .raw(">")
                    .text(parameter.value)
                    .raw("</a>");
            else
                html_.text(to_xml_text(parameter.value));
            if (declared != nullptr && !declared->unit.empty())
                html_.raw(" <small>").text(declared->unit).raw("</small>");
            html_.raw("</dd>");
        }
        html_.raw("</dl>\n");
    }

    void fact(std::string_view name, std::string const& value) {
        html_.element("dt", name).element("dd", value);
    }

    void facts() {
        html_.raw("<h2>Job</h2>\n<dl>");
        fact("id", job_.id);
        if (!job_.owner.empty()) fact("owner", job_.owner);
        fact("created", readable(job_.created));
        if (job_.started) fact("started", readable(job_.started));
        if (job_.ended) fact("ended", readable(job_.ended));
        if (job_.started && job_.ended) fact("took", readable(*job_.ended - *job_.started));
        fact("limit",
             job_.execution_duration == 0 ? "none" : readable(std::chrono::seconds(job_.execution_duration)));
        if (job_.cores > 0) fact("cores", std::to_string(job_.cores));
        fact("kept until", readable(job_.destruction));
        html_.raw("</dl>\n<p class=\"help\">For programs: <code>curl ").text(url_).raw("</code></p>\n");
    }

    void log(std::string_view stream, std::string_view title, std::string const& tail) {
        if (!job_.started) return;
        html_.raw("<details class=\"log\"").raw(tail.empty() ? "" : " open").raw("><summary>").text(title);
        html_.raw(" <a").attribute("href", url_ + "/" + std::string(stream)).raw(">all</a></summary><pre");
        html_.attribute("data-log", stream).raw(">").text(to_xml_text(tail)).raw("</pre></details>\n");
    }

    Site const& site_;
    Description const& code_;
    Job const& job_;
    std::string url_;
    Html html_;
};

}  // namespace

std::string job_page(Site const& site, Description const& code, Job const& job, LogTails const& logs) {
    return JobPage(site, code, job).write(logs);
}

}  // namespace vespa::uws

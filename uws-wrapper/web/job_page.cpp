// The page of one job.
#include <algorithm>

#include "http/percent.hpp"
#include "uws/xml.hpp"
#include "web/assets.hpp"
#include "web/parts.hpp"
#include "web/snippets.hpp"

namespace vespa::uws {
namespace {

bool is_picture(std::string_view type) {
    return type == "image/png" || type == "image/svg+xml" || type == "image/jpeg";
}

/// The message by which SAMP sends a result of this type to other programs; empty if there is none.
std::string_view samp_message(std::string_view type) {
    if (type.starts_with("application/x-votable+xml")) return "table.load.votable";
    if (type == "application/fits" || type == "image/fits") return "image.load.fits";
    return {};
}

class JobPage {
  public:
    JobPage(Site const& site, Description const& code, Job const& job)
        : site_(site), code_(code), job_(job), url_(job_url(site, job)) {}

    std::string write(LogTails const& logs) {
        bool const live = !is_final(job_.phase) && job_.phase != Phase::pending && job_.phase != Phase::held;
        open_page(
            html_, site_,
            {.title = code_.name + " " + short_name(job_), .refresh_s = live ? 5 : 0, .code = code_.name});
        head(live);
        what_went_wrong();
        pictures();
        results();
        html_.raw("<div class=\"columns\"><section>");
        parameters();
        html_.raw("</section><section>");
        facts();
        html_.raw("</section></div>\n");
        log("stdout", "Output", logs.standard_output);
        log("stderr", "Messages", logs.standard_error);
        again();
        citation(html_, code_);
        return close_page(std::move(html_));
    }

  private:
    void button(std::string_view label, std::string_view url, std::string_view name, std::string_view value,
                std::string_view kind) {
        open_form(html_, url);
        html_.raw("<button").attribute("class", kind).attribute("name", name).attribute("value", value);
        html_.raw(">").text(label).raw("</button></form>");
    }

    /// A button that opens a question with the button that does it: works without script and by keyboard.
    void asked_button(std::string_view label, std::string_view question, std::string_view url,
                      std::string_view name, std::string_view value) {
        html_.raw("<details class=\"ask\"><summary class=\"button stop\">")
            .text(label)
            .raw("</summary><div><p>");
        html_.text(question).raw("</p>");
        button(std::string(label) + " it", url, name, value, "stop sure");
        html_.raw("</div></details>");
    }

    void head(bool live) {
        html_.raw("<div class=\"head\" id=\"job\"").attribute("data-job", url_);
        html_.attribute("data-phase", phase_name(job_.phase));
        if (live) html_.raw(" data-live");
        html_.raw("><h1>").text(short_name(job_)).raw("</h1><span role=\"status\">");
        phase_badge(html_, job_.phase);
        html_.raw("</span><span class=\"actions\">");
        if (may_follow(job_.phase, Phase::queued)) button("Run", url_ + "/phase", "PHASE", "RUN", "go");
        html_.raw("<a class=\"button\"").attribute("href", form_url()).raw(">Clone</a>");
        if (may_follow(job_.phase, Phase::aborted))
            asked_button("Abort", "The run ends; what it has written so far is kept.", url_ + "/phase",
                         "PHASE", "ABORT");
        asked_button("Delete", "The job goes for good, with its results and logs.", url_, "ACTION", "DELETE");
        html_.raw("</span></div>\n");
        progress_bar(html_, job_);
    }

    std::string form_url() const { return url_ + "/form"; }

    void what_went_wrong() {
        if (!job_.error) return;
        html_.raw("<div class=\"error\" role=\"alert\"><strong>").text(job_.error->message).raw("</strong>");
        if (!job_.error->detail.empty() && job_.error->detail != job_.error->message)
            html_.raw("<pre>").text(to_xml_text(job_.error->detail)).raw("</pre>");
        html_.raw("<p>");
        html_.text(job_.error->transient ? "The same job may succeed another time. " : "");
        html_.raw("<a")
            .attribute("href", form_url())
            .raw(">Mend its values and run it again</a></p></div>\n");
    }

    std::string result_url(JobResult const& result) const {
        return url_ + "/results/" + http::encode_percent(result.id);
    }

    std::string_view annotation_of(JobResult const& result) const {
        for (auto const& declared : code_.results)
            if (declared.name == result.id) return declared.annotation;
        return {};
    }

    void pictures() {
        for (auto const& result : job_.results) {
            if (!is_picture(result.content_type)) continue;
            auto const words = annotation_of(result);
            html_.raw("<figure><a").attribute("href", result_url(result)).raw("><img");
            html_.attribute("src", result_url(result)).attribute("alt", words.empty() ? result.id : words);
            html_.raw("></a><figcaption>").text(words).raw("</figcaption></figure>\n");
        }
    }

    void results() {
        if (job_.results.empty()) return;
        html_.raw(
            "<h2>Results</h2>\n<div class=\"wide\"><table "
            "class=\"results\"><thead><tr><th>Result</th><th>Size</th>"
            "<th><span class=\"unseen\">What can be done with it</span></th><th "
            "class=\"wider\">SHA-256</th></tr>"
            "</thead><tbody>\n");
        for (auto const& result : job_.results)
            result_row(result);
        html_.raw("</tbody></table></div>\n");
    }

    void result_row(JobResult const& result) {
        html_.raw("<tr><td><a").attribute("href", result_url(result)).raw(">").text(result.id).raw("</a>");
        if (result.main) html_.raw(" <small class=\"main\">main</small>");
        html_.raw("<br><small>").text(result.file).raw("</small></td>");
        html_.element("td", readable_size(result.size)).raw("<td class=\"actions\">");
        if (is_plottable(result.content_type) && can_plot())
            html_.raw("<a class=\"button go\"")
                .attribute("href", url_ + "/plot/" + http::encode_percent(result.id))
                .raw(">Plot</a>");
        if (auto const message = samp_message(result.content_type); !message.empty())
            html_.raw("<button type=\"button\" hidden")
                .attribute("data-samp", message)
                .attribute("data-url", result_url(result))
                .attribute("data-name", code_.name + " " + short_name(job_) + " " + result.id)
                .raw(">Send to TOPCAT, Aladin …</button>");
        html_.raw("</td><td class=\"wider\"><code").attribute("title", result.sha256).raw(">");
        html_.text(result.sha256.substr(0, 12)).raw("…</code></td></tr>\n");
    }

    void parameters() {
        html_.raw("<h2>Parameters</h2>\n");
        if (job_.parameters.empty()) html_.raw("<p class=\"empty\">All have their defaults.</p>");
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
        if (!job_.owner.empty()) fact("owner", to_xml_text(job_.owner));
        fact("created", readable(job_.created));
        if (job_.started) fact("started", readable(job_.started));
        if (job_.ended) fact("ended", readable(job_.ended));
        if (job_.started && job_.ended) fact("took", readable(*job_.ended - *job_.started));
        if (job_.phase == Phase::queued && job_.quote) fact("likely done", readable(job_.quote));
        fact("limit",
             job_.execution_duration == 0 ? "none" : readable(std::chrono::seconds(job_.execution_duration)));
        if (job_.cores > 0) fact("cores", std::to_string(job_.cores));
        fact("kept until", readable(job_.destruction));
        html_.raw("</dl>\n");
    }

    void log(std::string_view stream, std::string_view title, std::string const& tail) {
        if (!job_.started) return;
        html_.raw("<details class=\"log\"").raw(tail.empty() ? "" : " open").raw("><summary>").text(title);
        html_.raw(" <a")
            .attribute("href", url_ + "/" + std::string(stream))
            .raw(">all of it</a></summary><pre tabindex=\"0\"");
        html_.attribute("aria-label", title).attribute("data-log", stream).raw(">");
        html_.text(to_xml_text(tail)).raw("</pre></details>\n");
    }

    void again() {
        std::string const list = site_.base + "/rest/" + code_.name;
        html_.raw("<h2>Again, from a program</h2>\n");
        copy_box(html_, "Copy as curl", curl_snippet(list, code_, job_.parameters));
        copy_box(html_, "Copy as pyvo", pyvo_snippet(list, code_, job_.parameters));
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

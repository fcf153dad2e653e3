#include "web/parts.hpp"

#include <array>
#include <cstdio>

#include "http/percent.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

std::string asset_url(Site const& site, std::string_view name) {
    return site.base + "/static/" + std::string(name);
}

void style_sheet(Html& html, Site const& site, std::string_view name) {
    html.raw("<link rel=\"stylesheet\"").attribute("href", asset_url(site, name)).raw(">");
}

void link(Html& html, std::string_view url, std::string_view words) {
    html.raw("<a").attribute("href", url).raw(">").text(words).raw("</a>");
}

/// The way back: all codes, the code, the job.
void trail(Html& html, Site const& site, PageHead const& head) {
    if (head.code.empty()) return;
    html.raw("<nav class=\"trail\" aria-label=\"Where you are\">");
    link(html, site.base + "/", "Codes");
    html.raw(" › ");
    link(html, site.base + "/rest/" + std::string(head.code), head.code);
    if (!head.job_url.empty()) {
        html.raw(" › ");
        link(html, head.job_url, head.job_name);
    }
    html.raw("</nav>\n");
}

}  // namespace

void open_page(Html& html, Site const& site, PageHead const& head) {
    html.raw(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.element("title", std::string(head.title) + " · vespa-hpc");
    style_sheet(html, site, "style.css");
    if (head.plots) {
        style_sheet(html, site, "uplot.css");
        style_sheet(html, site, "viewer.css");
    }
    html.raw("<link rel=\"icon\"").attribute("href", asset_url(site, "icon.svg")).raw(">");
    html.raw("<script type=\"module\"").attribute("src", asset_url(site, "page.js")).raw("></script>");
    if (head.plots)
        html.raw("<script type=\"module\"").attribute("src", asset_url(site, "viewer.js")).raw("></script>");
    if (head.refresh_s > 0)
        html.raw("<noscript><meta http-equiv=\"refresh\"")
            .attribute("content", std::to_string(head.refresh_s))
            .raw("></noscript>");
    html.raw(
        "</head>\n<body><a class=\"skip\" href=\"#content\">To the content</a><header><a class=\"brand\"");
    html.attribute("href", site.base + "/").raw("><img").attribute("src", asset_url(site, "icon.svg"));
    html.raw(" alt=\"\" width=\"28\" height=\"28\">vespa-hpc</a><a class=\"user\"");
    html.attribute("href", site.base + (site.user.empty() ? "/sign-in" : "/account")).raw(">");
    html.text(site.user.empty() ? "Sign in" : to_xml_text(site.user)).raw("</a></header>\n");
    html.raw("<main id=\"content\">\n");
    trail(html, site, head);
}

std::string close_page(Html&& html) {
    html.raw("</main>\n</body></html>\n");
    return std::move(html).finish();
}

void open_form(Html& html, std::string_view action, std::string_view kind) {
    html.raw("<form method=\"post\"").attribute("action", action);
    if (!kind.empty()) html.raw(" enctype=\"multipart/form-data\"").attribute("class", kind);
    html.raw(">");
}

void phase_badge(Html& html, Phase phase) {
    std::string const name(phase_name(phase));
    html.raw("<span").attribute("class", "phase " + name).raw(">").raw(name).raw("</span>");
}

void progress_bar(Html& html, Job const& job) {
    if (!is_active(job.phase) || job.phase == Phase::pending) return;
    html.raw("<div class=\"progress\"><progress max=\"1\" aria-label=\"Progress\"");
    // A phase whose end is not known has a bar without a value.
    bool const measured = job.progress && job.progress->total > 0;
    if (measured) html.attribute("value", std::to_string(job.progress->fraction));
    if (job.phase == Phase::queued) html.raw(" value=\"0\"");
    html.raw("></progress><span class=\"percent\">");
    if (job.phase == Phase::queued) html.text("waiting for free cores");
    if (job.progress) {
        html.text(job.progress->phase);
        if (measured) html.text(" " + std::to_string(static_cast<int>(job.progress->fraction * 100)) + " %");
        html.text(" " + job.progress->message);
    }
    html.raw("</span></div>");
}

void open_job_table(Html& html, bool with_code) {
    html.raw("<div class=\"wide\"><table class=\"jobs\"><thead><tr><th>Phase</th><th>Job</th>");
    if (with_code) html.raw("<th>Code</th>");
    html.raw("<th class=\"wider\">Created</th><th>Time</th></tr></thead><tbody>\n");
}

void job_row(Html& html, Site const& site, Job const& job, bool with_code) {
    html.raw("<tr><td>");
    phase_badge(html, job.phase);
    html.raw("</td><td class=\"name\">");
    link(html, job_url(site, job), short_name(job));
    html.raw("</td>");
    if (with_code) html.element("td", job.code);
    html.raw("<td class=\"wider\">").text(readable(job.created)).raw("</td><td>");
    if (job.phase == Phase::executing && job.progress)
        progress_bar(html, job);
    else if (job.started && job.ended)
        html.text(readable(*job.ended - *job.started));
    else if (job.started)
        html.text(readable(now() - *job.started));
    html.raw("</td></tr>\n");
}

void copy_box(Html& html, std::string_view title, std::string_view text) {
    html.raw("<details class=\"copy\"><summary>").text(title).raw("</summary><pre>");
    html.text(to_xml_text(std::string(text))).raw("</pre></details>\n");
}

std::string readable(std::optional<Instant> const& instant) {
    if (!instant) return "–";
    std::string text = to_text(*instant);
    text[10] = ' ';
    return text.substr(0, 19) + " UTC";
}

std::string readable(std::chrono::milliseconds duration) {
    using namespace std::chrono;
    auto const whole = duration_cast<seconds>(duration).count();
    if (whole < 10) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.1f s", static_cast<double>(duration.count()) / 1000);
        return text.data();
    }
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

std::string readable_size(std::uint64_t bytes) {
    constexpr std::array<char const*, 5> units = {"B", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.3g %s", value, units[unit]);
    return text.data();
}

std::string short_name(Job const& job) {
    return job.run_id && !job.run_id->empty() ? *job.run_id : job.id.substr(0, 8);
}

std::string job_url(Site const& site, Job const& job) {
    return site.base + "/rest/" + job.code + "/" + job.id;
}

std::string counted(std::size_t count, std::string_view one) {
    return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

}  // namespace vespa::uws

#include "web/parts.hpp"

#include <array>
#include <cstdio>

#include "http/percent.hpp"

namespace vespa::uws {

void open_page(Html& html, Site const& site, std::string_view here, int refresh_s) {
    html.raw(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.element("title", here == "vespa-hpc" ? "vespa-hpc" : std::string(here) + " · vespa-hpc");
    html.raw("<link rel=\"stylesheet\"").attribute("href", site.base + "/static/style.css").raw(">");
    html.raw("<link rel=\"icon\"").attribute("href", site.base + "/static/icon.svg").raw(">");
    html.raw("<script defer").attribute("src", site.base + "/static/live.js").raw("></script>");
    if (refresh_s > 0)
        html.raw("<noscript><meta http-equiv=\"refresh\"")
            .attribute("content", std::to_string(refresh_s))
            .raw("></noscript>");
    html.raw("</head>\n<body><header><a class=\"brand\"").attribute("href", site.base + "/");
    html.raw(">vespa-hpc</a><span>planetary science codes</span></header>\n<main>\n");
}

std::string close_page(Html&& html) {
    html.raw("</main>\n</body></html>\n");
    return std::move(html).finish();
}

void phase_badge(Html& html, Phase phase) {
    std::string const name(phase_name(phase));
    html.raw("<span").attribute("class", "phase " + name).raw(">").raw(name).raw("</span>");
}

void progress_bar(Html& html, Job const& job) {
    if (job.phase != Phase::executing) return;
    html.raw("<div class=\"progress\"><progress max=\"1\"");
    // A phase whose end is not known has a bar without a value.
    bool const measured = job.progress && job.progress->total > 0;
    if (measured) html.attribute("value", std::to_string(job.progress->fraction));
    html.raw("></progress><span class=\"percent\">");
    if (job.progress) {
        html.text(job.progress->phase);
        if (measured) html.text(" " + std::to_string(static_cast<int>(job.progress->fraction * 100)) + " %");
        html.text(" " + job.progress->message);
    }
    html.raw("</span></div>");
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

}  // namespace vespa::uws

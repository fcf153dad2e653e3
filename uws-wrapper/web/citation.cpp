// How a code wants to be cited.
#include "web/parts.hpp"

namespace vespa::uws {
namespace {

bool is_web_url(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

/// A DOI or URL as a link, anything else as text.
void reference(Html& html, std::string const& text) {
    bool const doi = text.starts_with("doi:");
    if (!doi && !is_web_url(text)) {
        html.text(text);
        return;
    }
    html.raw("<a").attribute("href", doi ? "https://doi.org/" + text.substr(4) : text).raw(">");
    html.text(text).raw("</a>");
}

}  // namespace

void citation(Html& html, Description const& code) {
    if (code.citation.empty() && code.licence.empty()) return;
    html.raw("<h2>Cite</h2>\n");
    if (!code.citation.empty()) html.raw("<p>Who publishes results of this code cites:</p>");
    html.raw("<ul class=\"cite\">");
    for (auto const& text : code.citation) {
        html.raw("<li>");
        reference(html, text);
        html.raw("</li>");
    }
    html.raw("</ul>\n");
    std::string const version = code.version.empty() ? "" : ", version " + code.version;
    html.raw("<p class=\"help\">").text(code.name + version);
    if (!code.licence.empty()) {
        html.raw("; licence: ");
        reference(html, code.licence);
    }
    html.raw("</p>\n");
}

}  // namespace vespa::uws

#include "web/account_pages.hpp"

#include <array>
#include <cstdio>

#include "http/percent.hpp"
#include "web/parts.hpp"

namespace vespa::uws {
namespace {

void input(Html& html, std::string_view label, std::string_view name, std::string_view type,
           std::string_view attributes) {
    std::string const id = "field-" + std::string(name);
    html.raw("<div class=\"field\"><label")
        .attribute("for", id)
        .raw(">")
        .text(label)
        .raw("</label><div><input");
    html.attribute("id", id)
        .attribute("name", name)
        .attribute("type", type)
        .raw(attributes)
        .raw("></div></div>\n");
}

void fact(Html& html, std::string_view name, std::string const& value) {
    html.element("dt", name).element("dd", value);
}

/// "3 of 10", "3" where there is no bound.
std::string of_bound(std::string const& has, std::string const& most, bool bounded) {
    return bounded ? has + " of " + most : has;
}

std::string rounded(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", number);
    return text.data();
}

void token_table(Html& html, Site const& site, std::vector<PersonalToken> const& tokens) {
    if (tokens.empty()) {
        html.raw("<p class=\"help\">You have none.</p>\n");
        return;
    }
    html.raw(
        "<div class=\"wide\"><table><thead><tr><th>For</th><th>Made</th><th>Valid until</th><th></th></tr>"
        "</thead><tbody>\n");
    for (auto const& token : tokens) {
        html.raw("<tr>").element("td", token.label).element("td", readable(token.created));
        html.element("td", readable(token.expires)).raw("<td>");
        open_form(html, site.base + "/account/tokens/" + http::encode_percent(token.id));
        html.raw("<button class=\"stop\" name=\"ACTION\" value=\"DELETE\"");
        html.attribute("aria-label", "Revoke the token for " + token.label)
            .raw(">Revoke</button></form></td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

}  // namespace

std::string sign_in_page(Site const& site, SignInChoices const& choices) {
    Html html;
    open_page(html, site, {.title = "Sign in"});
    html.raw("<h1>Sign in</h1>\n");
    if (!choices.why.empty())
        html.raw("<pre class=\"error\" role=\"alert\">").text(choices.why).raw("</pre>\n");
    for (auto const& [name, title] : choices.providers) {
        html.raw("<p><a class=\"sign-in\"")
            .attribute("href",
                       site.base + "/sign-in/" + name + "?return=" + http::encode_percent(choices.return_to));
        html.raw(">With ").text(title).raw("</a></p>\n");
    }
    html.raw(choices.providers.empty() ? "" : "<h2>With a token</h2>\n");
    open_form(html, site.base + "/sign-in");
    html.raw("<input type=\"hidden\" name=\"RETURN\"")
        .attribute("value", choices.return_to)
        .raw(">\n<fieldset>\n");
    input(html, "User", "USER", "text", " autocomplete=\"username\" required");
    input(html, "Token", "TOKEN", "password", " autocomplete=\"current-password\" required");
    html.raw("</fieldset>\n<button class=\"go\">Sign in</button></form>\n");
    return close_page(std::move(html));
}

std::string account_page(Site const& site, AccountFacts const& facts) {
    Html html;
    open_page(html, site, {.title = "Account"});
    html.element("h1", facts.sender.shown_name()).raw("<dl>");
    fact(html, "Owner of jobs", facts.sender.owner);
    fact(html, "Role", facts.sender.admin ? "administrator" : facts.sender.op ? "operator" : "user");
    std::string groups;
    for (auto const& group : facts.sender.groups)
        groups.append(groups.empty() ? "" : ", ").append(group);
    fact(html, "Groups", groups.empty() ? "none" : groups);
    auto const& quota = facts.quota;
    auto const count = [](std::int64_t number) { return std::to_string(number); };
    fact(html, "Jobs", of_bound(count(facts.tally.jobs), count(quota.jobs), quota.jobs > 0));
    fact(html, "Queued or running",
         of_bound(count(facts.tally.active), count(quota.active), quota.active > 0));
    fact(html, "Core hours",
         of_bound(rounded(facts.core_hours), rounded(quota.core_hours), quota.core_hours > 0));
    fact(html, "Results",
         of_bound(readable_size(facts.tally.bytes), readable_size(quota.bytes), quota.bytes > 0));
    html.raw("</dl>\n");
    open_form(html, site.base + "/sign-out");
    html.raw(
        "<p><button>Sign out</button></p></form>\n<h2>Tokens</h2>\n<p class=\"help\">A token stands for you "
        "in "
        "programs: as the password of HTTP Basic (TOPCAT, pyvo), or as <code>Authorization: "
        "Bearer</code>.</p>\n");
    token_table(html, site, facts.tokens);
    if (facts.sender.by_personal_token) {
        html.raw("<p class=\"help\">You are here with a token, which makes no others.</p>\n");
        return close_page(std::move(html));
    }
    html.raw("<h3>New token</h3>\n");
    open_form(html, site.base + "/account/tokens");
    html.raw("<fieldset>\n");
    input(html, "What it is for", "LABEL", "text", " maxlength=\"100\" required");
    input(html, "Valid for days", "DAYS", "number", " min=\"1\" value=\"90\"");
    html.raw("</fieldset>\n<button class=\"go\">Make token</button></form>\n");
    return close_page(std::move(html));
}

std::string new_token_page(Site const& site, PersonalToken const& token, std::string const& secret) {
    Html html;
    open_page(html, site, {.title = "New token"});
    html.element("h1", "Token for " + token.label);
    html.raw("<p class=\"lead\">Copy it now: it is not shown again.</p>\n<pre id=\"token\">")
        .text(secret)
        .raw("</pre>\n");
    html.raw("<p class=\"help\">User: ")
        .text(token.owner)
        .raw(", or the word <code>token</code>. Valid until ");
    html.text(readable(token.expires)).raw(".</p>\n<p><a").attribute("href", site.base + "/account");
    html.raw(">Your account</a></p>\n");
    return close_page(std::move(html));
}

}  // namespace vespa::uws

// The form of a code, made from its description.
#include <algorithm>

#include "web/parts.hpp"

namespace vespa::uws {
namespace {

/// What may be given, in words: "0 to 1 cm-1".
std::string range_of(Parameter const& parameter) {
    std::string text;
    if (!parameter.min.empty() && !parameter.max.empty())
        text = parameter.min + " to " + parameter.max;
    else if (!parameter.min.empty())
        text = "at least " + parameter.min;
    else if (!parameter.max.empty())
        text = "at most " + parameter.max;
    if (parameter.multiple)
        text += text.empty() ? "several values may be given" : "; several values may be given";
    return text;
}

void choice(Html& html, Parameter const& parameter, std::vector<std::string> const& options) {
    html.raw("<select").attribute("name", parameter.name).attribute("id", parameter.name);
    if (parameter.required && parameter.default_value.empty()) html.raw(" required");
    html.raw("><option value=\"\">");
    html.text(parameter.default_value.empty() ? "–" : "default: " + parameter.default_value).raw("</option>");
    for (auto const& option : options)
        html.raw("<option").attribute("value", option).raw(">").text(option).raw("</option>");
    html.raw("</select>");
}

/// An empty field means the default, so that the defaults never overrule a configuration file.
void input(Html& html, Parameter const& parameter, bool first) {
    bool const number = parameter.datatype == Datatype::real || parameter.datatype == Datatype::integer;
    html.raw("<input").attribute("name", parameter.name);
    if (first) html.attribute("id", parameter.name);
    if (parameter.datatype == Datatype::file) {
        html.attribute("type", "file");
    } else {
        html.attribute("type", number ? "number" : "text");
        if (number) html.attribute("step", parameter.datatype == Datatype::real ? "any" : "1");
        if (number && !parameter.min.empty()) html.attribute("min", parameter.min);
        if (number && !parameter.max.empty()) html.attribute("max", parameter.max);
        if (!parameter.default_value.empty()) html.attribute("placeholder", parameter.default_value);
    }
    if (first && parameter.required && parameter.default_value.empty()) html.raw(" required");
    html.raw(">");
}

void field(Html& html, Parameter const& parameter) {
    constexpr int inputs_for_several = 3;
    html.raw("<div class=\"field\"><label").attribute("for", parameter.name).raw(">").text(parameter.name);
    if (!parameter.unit.empty()) html.raw(" <small>").text(parameter.unit).raw("</small>");
    html.raw("</label><div>");
    if (!parameter.options.empty())
        choice(html, parameter, parameter.options);
    else if (parameter.datatype == Datatype::boolean)
        choice(html, parameter, {"true", "false"});
    else
        for (int i = 0; i < (parameter.multiple ? inputs_for_several : 1); ++i)
            input(html, parameter, i == 0);
    html.raw("<p class=\"help\">").text(parameter.annotation);
    if (auto const range = range_of(parameter); !range.empty())
        html.raw(" <span>").text(range).raw("</span>");
    html.raw("</p></div></div>\n");
}

}  // namespace

void submit_form(Html& html, Site const& site, Description const& code) {
    html.raw("<form method=\"post\" enctype=\"multipart/form-data\"");
    html.attribute("action", site.base + "/rest/" + code.name).raw(">\n");
    std::vector<std::string> groups;
    for (auto const& parameter : code.parameters)
        if (std::find(groups.begin(), groups.end(), parameter.group) == groups.end())
            groups.push_back(parameter.group);
    for (auto const& group : groups) {
        html.raw("<fieldset>").element("legend", group.empty() ? "Parameters" : group);
        for (auto const& parameter : code.parameters)
            if (parameter.group == group) field(html, parameter);
        html.raw("</fieldset>\n");
    }
    html.raw(
        "<fieldset><legend>Job</legend><div class=\"field\"><label for=\"RUNID\">label</label><div>"
        "<input name=\"RUNID\" id=\"RUNID\" type=\"text\" maxlength=\"64\">"
        "<p class=\"help\">Your own name for the job.</p></div></div></fieldset>\n"
        "<p class=\"actions\"><button class=\"go\" name=\"PHASE\" value=\"RUN\">Run</button>"
        "<button>Only prepare</button><span class=\"help\">Empty fields take their "
        "defaults.</span></p></form>\n");
}

}  // namespace vespa::uws

// The form of a code, made from its description.
#include <algorithm>

#include "http/percent.hpp"
#include "uws/xml.hpp"
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
    if (!text.empty() && !parameter.unit.empty()) text += " " + parameter.unit;
    return text;
}

std::string joined(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& word : words)
        text.append(text.empty() ? "" : ",").append(word);
    return text;
}

class FormPage {
  public:
    FormPage(Site const& site, Description const& code, Draft const& draft)
        : site_(site), code_(code), draft_(draft) {}

    std::string write() {
        open_page(html_, site_, {.title = "New job of " + code_.name, .code = code_.name});
        html_.element("h1", "New job of " + code_.name);
        html_.raw("<p class=\"lead\">").text(code_.annotation).raw("</p>\n");
        what_is_wrong();
        where_it_comes_from();
        presets();
        open_form(html_, site_.base + "/rest/" + code_.name, "job");
        html_.raw("\n");
        bool first = true;
        for (auto const& group : groups()) {
            write_group(group, first);
            first = false;
        }
        job_and_buttons();
        html_.raw("</form>\n");
        return close_page(std::move(html_));
    }

  private:
    std::vector<std::string> groups() const {
        std::vector<std::string> names;
        for (auto const& parameter : code_.parameters)
            if (std::find(names.begin(), names.end(), parameter.group) == names.end())
                names.push_back(parameter.group);
        return names;
    }

    void what_is_wrong() {
        if (draft_.refusal.empty()) return;
        html_.raw(
            "<div class=\"error\" role=\"alert\" tabindex=\"-1\" autofocus><strong>Nothing was "
            "run.</strong> ");
        if (draft_.faults.empty()) html_.text(to_xml_text(draft_.refusal));
        html_.raw("<ul>");
        for (auto const& parameter : code_.parameters)
            if (auto const fault = draft_.faults.find(parameter.name); fault != draft_.faults.end())
                html_.raw("<li><a")
                    .attribute("href", "#p-" + parameter.name)
                    .raw(">")
                    .text(parameter.name)
                    .raw("</a> ")
                    .text(to_xml_text(fault->second))
                    .raw("</li>");
        html_.raw("</ul></div>\n");
    }

    void where_it_comes_from() {
        if (draft_.origin.empty()) return;
        html_.raw("<p class=\"help\">Filled with the values of <a");
        html_.attribute("href", site_.base + "/rest/" + code_.name + "/" + draft_.origin).raw(">");
        html_.text(draft_.origin.substr(0, 8)).raw("</a>.</p>\n");
    }

    void presets() {
        if (code_.presets.empty()) return;
        html_.raw("<nav class=\"presets\" aria-label=\"Presets\"><h2>Begin with</h2><ul>");
        for (auto const& preset : code_.presets) {
            html_.raw("<li><a").attribute(
                "href", site_.base + "/" + code_.name + "/form?preset=" + http::encode_percent(preset.name));
            if (preset.name == draft_.preset) html_.raw(" aria-current=\"true\"");
            html_.raw(">").text(preset.name).raw("</a> <span class=\"help\">").text(preset.annotation);
            html_.raw("</span></li>");
        }
        html_.raw("</ul></nav>\n");
    }

    /// A group is open if something in it must be looked at.
    bool matters(Parameter const& parameter) const {
        return (parameter.required && parameter.default_value.empty()) ||
               !draft_.of(parameter.name).empty() || draft_.faults.count(parameter.name) > 0;
    }

    void write_group(std::string const& group, bool first) {
        bool const open = first || std::any_of(code_.parameters.begin(), code_.parameters.end(),
                                               [&](auto const& p) { return p.group == group && matters(p); });
        html_.raw("<details class=\"group\"").raw(open ? " open" : "").raw("><summary>");
        html_.text(group.empty() ? "Parameters" : group).raw("</summary>\n");
        for (auto const& parameter : code_.parameters)
            if (parameter.group == group) field(parameter);
        html_.raw("</details>\n");
    }

    void field(Parameter const& parameter) {
        auto const fault = draft_.faults.find(parameter.name);
        bool const wrong = fault != draft_.faults.end();
        html_.raw("<div class=\"field\"><label").attribute("for", "p-" + parameter.name).raw(">");
        html_.text(parameter.name);
        if (parameter.required)
            html_.raw(may_be_in_a_file()
                          ? " <abbr title=\"required, here or in the configuration file\">*</abbr>"
                          : " <abbr title=\"required\">*</abbr>");
        html_.raw("</label><div>");
        bool const choice = !parameter.options.empty() || parameter.datatype == Datatype::boolean;
        html_.raw("<div class=\"entry\"><div class=\"inputs\">");
        if (choice && !parameter.multiple)
            select(parameter, wrong);
        else
            inputs(parameter, wrong);
        html_.raw("</div>");
        if (!parameter.unit.empty()) html_.raw("<span class=\"unit\">").text(parameter.unit).raw("</span>");
        html_.raw("</div>");
        html_.raw("<p class=\"fault\"").attribute("id", "f-" + parameter.name).raw(">");
        html_.text(wrong ? to_xml_text(fault->second) : "").raw("</p>");
        help(parameter);
        html_.raw("</div></div>\n");
    }

    void help(Parameter const& parameter) {
        html_.raw("<p class=\"help\"").attribute("id", "h-" + parameter.name).raw(">");
        html_.text(parameter.annotation);
        if (auto const range = range_of(parameter); !range.empty())
            html_.raw(" <span>").text(range).raw("</span>");
        if (parameter.max_bytes > 0)
            html_.raw(" <span>at most ").text(readable_size(parameter.max_bytes)).raw("</span>");
        if (!parameter.accept.empty()) html_.raw(" <span>").text(joined(parameter.accept)).raw("</span>");
        if (parameter.multiple) html_.raw(" <span>several may be given</span>");
        if (parameter.datatype == Datatype::file && !draft_.of(parameter.name).empty())
            html_.raw(" <strong>Choose the file again: ")
                .text(to_xml_text(draft_.of(parameter.name).front()))
                .raw("</strong>");
        html_.raw("</p>");
    }

    /// What input and select have in common.
    void attributes(Parameter const& parameter, bool first, bool wrong) {
        html_.attribute("name", parameter.name);
        if (first)
            html_.attribute("id", "p-" + parameter.name);
        else
            html_.attribute("aria-label", parameter.name + ", another value");
        html_.attribute("aria-describedby", "f-" + parameter.name + " h-" + parameter.name);
        if (wrong) html_.raw(" aria-invalid=\"true\"");
        // A browser would hold back a form whose configuration file has the value.
        if (first && parameter.required && !may_be_in_a_file()) html_.raw(" required");
    }

    bool may_be_in_a_file() const { return !code_.launch.config_parameter.empty(); }

    void select(Parameter const& parameter, bool wrong) {
        std::vector<std::string> const truths = {"true", "false"};
        auto const& options = parameter.options.empty() ? truths : parameter.options;
        auto const given = draft_.of(parameter.name);
        html_.raw("<select");
        attributes(parameter, true, wrong);
        html_.raw("><option value=\"\">");
        html_.text(parameter.default_value.empty() ? "–" : parameter.default_value + " (default)");
        html_.raw("</option>");
        for (auto const& option : options) {
            html_.raw("<option").attribute("value", option);
            if (!given.empty() && given.front() == option) html_.raw(" selected");
            html_.raw(">").text(option).raw("</option>");
        }
        html_.raw("</select>");
    }

    /// An empty field means the default, so that the defaults never overrule a configuration file.
    void inputs(Parameter const& parameter, bool wrong) {
        auto given = draft_.of(parameter.name);
        if (given.empty() || parameter.multiple) given.emplace_back();
        for (std::size_t i = 0; i < given.size(); ++i)
            input(parameter, given[i], i == 0, wrong);
    }

    void input(Parameter const& parameter, std::string const& value, bool first, bool wrong) {
        bool const number = parameter.datatype == Datatype::real || parameter.datatype == Datatype::integer;
        html_.raw("<input");
        attributes(parameter, first, wrong);
        html_.attribute("data-type", datatype_name(parameter.datatype));
        if (parameter.multiple) html_.raw(" data-several");
        if (parameter.datatype == Datatype::file) {
            html_.raw(" type=\"file\"");
            if (!parameter.accept.empty()) html_.attribute("accept", joined(parameter.accept));
            html_.raw(">");
            return;
        }
        // Not type=number: it hides from page and server what was typed wrong.
        html_.raw(" type=\"text\" autocomplete=\"off\" spellcheck=\"false\"");
        if (number) html_.attribute("inputmode", "decimal");
        if (parameter.max_length > 0) html_.attribute("data-longest", std::to_string(parameter.max_length));
        if (!parameter.min.empty()) html_.attribute("data-min", parameter.min);
        if (!parameter.max.empty()) html_.attribute("data-max", parameter.max);
        if (!parameter.unit.empty()) html_.attribute("data-unit", parameter.unit);
        if (!parameter.default_value.empty() && first)
            html_.attribute("placeholder", parameter.default_value);
        html_.attribute("value", to_xml_text(value)).raw(">");
    }

    void job_and_buttons() {
        html_.raw(
            "<div class=\"field\"><label for=\"RUNID\">Label of the job</label><div>"
            "<input name=\"RUNID\" id=\"RUNID\" type=\"text\" maxlength=\"64\" autocomplete=\"off\"");
        html_.attribute("value", to_xml_text(draft_.run_id));
        html_.raw(
            "><p class=\"help\">Your own name for it, to find it again.</p></div></div>\n"
            "<p class=\"actions\"><button class=\"go\" name=\"PHASE\" value=\"RUN\">Run</button>"
            "<button>Only prepare</button><span class=\"help\">What is left empty has its "
            "default.</span></p>\n");
    }

    Site const& site_;
    Description const& code_;
    Draft const& draft_;
    Html html_;
};

}  // namespace

std::string form_page(Site const& site, Description const& code, Draft const& draft) {
    return FormPage(site, code, draft).write();
}

}  // namespace vespa::uws

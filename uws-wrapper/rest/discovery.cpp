// What a client reads before it makes a job: VOSI capabilities, availability and tables, DALI examples.
#include <algorithm>

#include "rest/resources.hpp"
#include "uws/vosi.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

using http::Method;

void element(std::string& text, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text.append("<").append(name).append(">");
    append_xml(text, to_xml_text(value), XmlPlace::content);
    text.append("</").append(name).append(">");
}

/// The type of a parameter as VODataService writes it.
std::string_view votable_type(Datatype datatype) {
    switch (datatype) {
        case Datatype::real:
            return "<dataType xsi:type=\"vs:VOTableType\">double</dataType>";
        case Datatype::integer:
            return "<dataType xsi:type=\"vs:VOTableType\">long</dataType>";
        case Datatype::boolean:
            return "<dataType xsi:type=\"vs:VOTableType\">boolean</dataType>";
        default:
            return "<dataType xsi:type=\"vs:VOTableType\" arraysize=\"*\">char</dataType>";
    }
}

/// One table: a row for each job, a column for each of its parameters.
std::string tables_document(Description const& code) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<vosi:tableset xmlns:vosi=\"http://www.ivoa.net/xml/VOSITables/v1.0\" "
        "xmlns:vs=\"http://www.ivoa.net/xml/VODataService/v1.1\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <schema>\n    ";
    element(text, "name", code.name);
    element(text, "description", code.annotation);
    text += "\n    <table>\n      ";
    element(text, "name", code.name + ".jobs");
    element(text, "description",
            "The jobs of " + code.name + ": a row for each, a column for each parameter.");
    text += "\n";
    for (auto const& parameter : code.parameters) {
        text += "      <column>";
        element(text, "name", parameter.name);
        element(text, "description", parameter.annotation);
        element(text, "unit", parameter.unit);
        element(text, "ucd", parameter.ucd);
        text.append(votable_type(parameter.datatype)).append("</column>\n");
    }
    return text + "    </table>\n  </schema>\n</vosi:tableset>\n";
}

/// A value that the parameter may have; empty if only its user can know one.
std::string example_value(Parameter const& parameter) {
    if (parameter.datatype == Datatype::file) return {};
    if (!parameter.default_value.empty()) return parameter.default_value;
    if (!parameter.options.empty()) return parameter.options.front();
    if (!parameter.min.empty()) return parameter.min;
    return {};
}

void generic_parameter(std::string& text, Parameter const& parameter) {
    text += "        <dt property=\"generic-parameter\" typeof=\"keyval\"><span property=\"key\">";
    append_xml(text, parameter.name, XmlPlace::content);
    text += "</span> = <span property=\"value\">";
    append_xml(text, to_xml_text(example_value(parameter)), XmlPlace::content);
    text.append("</span>").append(parameter.unit.empty() ? "" : " ");
    append_xml(text, to_xml_text(parameter.unit), XmlPlace::content);
    text += "</dt>\n        <dd>";
    append_xml(text, to_xml_text(parameter.annotation), XmlPlace::content);
    text += "</dd>\n";
}

/// XHTML with RDFa (DALI 1.1, 2.3): one example, the code with what it takes by itself.
std::string examples_document(Description const& code, std::string const& code_url) {
    std::string name;
    append_xml(name, code.name, XmlPlace::content);
    std::string text =
        "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n  <head><title>Examples "
        "of " +
        name + "</title></head>\n  <body vocab=\"ivo://ivoa.net/std/DALI-examples\">\n    <h1>Examples of " +
        name +
        "</h1>\n    <div id=\"defaults\" resource=\"#defaults\" typeof=\"example\">\n      <h2 "
        "property=\"name\">" +
        name +
        " with its defaults</h2>\n      <p>Post these to <a property=\"capability\" "
        "href=\"ivo://ivoa.net/std/UWS#rest-1.1\">the job list</a> <code>";
    append_xml(text, code_url + "/async", XmlPlace::content);
    text += "</code>, together with <code>PHASE=RUN</code>.</p>\n      <dl>\n";
    for (auto const& parameter : code.parameters)
        if (!example_value(parameter).empty()) generic_parameter(text, parameter);
    text += "      </dl>\n";
    for (auto const& parameter : code.parameters)
        if (parameter.required && example_value(parameter).empty()) {
            text += "      <p>Also needed: <code>";
            append_xml(text, parameter.name, XmlPlace::content);
            text += "</code>, ";
            append_xml(text, to_xml_text(parameter.annotation), XmlPlace::content);
            text += "</p>\n";
        }
    return text + "    </div>\n  </body>\n</html>\n";
}

/// AuthVO: a challenge beside 200 says that one may say who one is, and need not.
void answer_capabilities(Call const& call, std::vector<Capability> const& capabilities) {
    auto response = xml_response(capabilities_document(capabilities));
    if (call.sender.is_guest() && call.here.access.knows_users())
        for (auto& challenge : Access::challenges(call.wants_html))
            response.headers.push_back(std::move(challenge));
    answer(call, std::move(response));
}

}  // namespace

void serve_availability(CallPtr const& call) {
    call->allow({Method::get});
    Jobs const& jobs = call->here.jobs;
    std::string const failure = jobs.store_failure();
    std::string const why_not = !jobs.takes_jobs() ? "the server is about to end"
                                : !failure.empty() ? "jobs cannot be kept: " + failure
                                                   : std::string();
    answer_xml(*call, availability_document(why_not.empty(), call->here.up_since,
                                            why_not.empty() ? "jobs are taken" : why_not));
}

void serve_capabilities(CallPtr const& call) {
    call->allow({Method::get});
    auto capabilities = capabilities_of_server(call->base);
    for (auto const& [name, code] : call->here.codes)
        capabilities.push_back(
            {"UWS#rest-1.1", "Job list of " + name, "1.1", call->base + "/" + name + "/async", true, true});
    answer_capabilities(*call, capabilities);
}

void serve_capabilities(CallPtr const& call, Description const& code) {
    call->allow({Method::get});
    answer_capabilities(*call,
                        capabilities_of_code(call->base + "/" + code.name, "Job list of " + code.name));
}

void serve_tables(CallPtr const& call, Description const& code) {
    call->allow({Method::get});
    answer_xml(*call, tables_document(code));
}

void serve_examples(CallPtr const& call, Description const& code) {
    call->allow({Method::get});
    http::Response response;
    response.headers = {{"Content-Type", "application/xhtml+xml; charset=UTF-8"}};
    response.body = examples_document(code, call->base + "/" + code.name);
    answer(*call, std::move(response));
}

}  // namespace vespa::uws

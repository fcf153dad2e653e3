#include "web/snippets.hpp"

#include <nlohmann/json.hpp>

namespace vespa::uws {
namespace {

/// For a POSIX shell.
std::string shell_word(std::string_view text) {
    std::string word = "'";
    for (char const c : text)
        if (c == '\'')
            word += "'\\''";
        else
            word += c;
    return word + "'";
}

/// For Python, whose texts are written as JSON's are.
std::string literal(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The parameters, or if there are none those that must be given.
std::vector<JobParameter> shown(Description const& code, std::vector<JobParameter> const& parameters) {
    if (!parameters.empty()) return parameters;
    std::vector<JobParameter> required;
    for (auto const& parameter : code.parameters)
        if (parameter.required)
            required.push_back({parameter.name, parameter.datatype == Datatype::file ? "FILE" : "VALUE",
                                parameter.datatype == Datatype::file, ""});
    return required;
}

/// The name that the uploaded file had with its sender.
std::string own_name(JobParameter const& upload) {
    bool const prefixed = upload.value.compare(0, upload.name.size() + 1, upload.name + "_") == 0;
    return prefixed ? upload.value.substr(upload.name.size() + 1) : upload.value;
}

}  // namespace

std::string curl_snippet(std::string_view list_url, Description const& code,
                         std::vector<JobParameter> const& parameters) {
    std::string text = "curl -sS -o /dev/null -w '%{redirect_url}\\n' \\\n";
    for (auto const& parameter : shown(code, parameters))
        if (parameter.is_file)
            text += "  -F " + shell_word(parameter.name + "=@\"" + own_name(parameter) + "\"") + " \\\n";
        else  // --form-string takes @, < and ; for what they are
            text += "  --form-string " + shell_word(parameter.name + "=" + parameter.value) + " \\\n";
    return text + "  -F PHASE=RUN " + shell_word(list_url);
}

std::string pyvo_snippet(std::string_view list_url, Description const& code,
                         std::vector<JobParameter> const& parameters) {
    std::string values, files;
    for (auto const& parameter : shown(code, parameters))
        if (parameter.is_file)
            files +=
                "    " + literal(parameter.name) + ": open(" + literal(own_name(parameter)) + ", \"rb\"),\n";
        else
            values += "    (" + literal(parameter.name) + ", " + literal(parameter.value) + "),\n";
    std::string text =
        "import requests\nfrom pyvo.dal.tap import AsyncTAPJob\n\nvalues = [\n" + values + "]\n";
    if (!files.empty()) text += "files = {\n" + files + "}\n";
    text += "answer = requests.post(" + literal(list_url) + ", data=values" +
            (files.empty() ? "" : ", files=files") + ", allow_redirects=False)\n";
    return text +
           "if answer.status_code != 303:\n    raise SystemExit(answer.text)\n"
           "job = AsyncTAPJob(answer.headers[\"Location\"])\n"
           "job.run().wait([\"COMPLETED\", \"ERROR\", \"ABORTED\"])\n"
           "job.raise_if_error()\n"
           "for result in job.result_uris:\n    print(result)\n";
}

}  // namespace vespa::uws

#include "web/draft.hpp"

#include "codes/values.hpp"
#include "http/percent.hpp"

namespace vespa::uws {
namespace {

/// What check_value() has against the value, without the parameter's name, which stands beside it.
std::string fault_of(Parameter const& parameter, std::string const& value) {
    try {
        check_value(parameter, value);
        return {};
    } catch (BadValue const& bad) {
        std::string const prefix = "parameter " + parameter.name + ": ", what = bad.what();
        return what.compare(0, prefix.size(), prefix) == 0 ? what.substr(prefix.size()) : what;
    }
}

}  // namespace

std::vector<std::string> Draft::of(std::string const& parameter) const {
    std::vector<std::string> found;
    for (auto const& [name, value] : values)
        if (name == parameter) found.push_back(value);
    return found;
}

Draft draft_of(Description const& code, Job const& job) {
    Draft draft;
    draft.origin = job.id;
    draft.run_id = job.run_id.value_or("");
    for (auto const& given : job.parameters) {
        auto const* const parameter = code.find(given.name);
        if (parameter == nullptr) continue;  // the code has changed since
        std::string value = given.value;
        // An upload is kept as PARAMETER_FILE.
        if (given.is_file && value.compare(0, given.name.size() + 1, given.name + "_") == 0)
            value.erase(0, given.name.size() + 1);
        draft.values.emplace_back(parameter->name, value);
        if (given.is_file) continue;
        if (auto fault = fault_of(*parameter, given.value); !fault.empty())
            draft.faults.emplace(parameter->name, std::move(fault));
    }
    return draft;
}

Draft draft_of_preset(Description const& code, std::string const& name) {
    Draft draft;
    draft.preset = name;
    draft.values = preset_named(code, name).values;
    return draft;
}

Draft refused_draft(Description const& code, Controls const& sent, std::string const& why) {
    Draft draft;
    draft.refusal = why;
    draft.run_id = sent.run_id.value_or("");
    for (auto const& field : sent.parameters) {
        auto const* const parameter = code.find(field.name);
        if (parameter == nullptr || (field.value.empty() && field.file_name.empty())) continue;
        bool const is_file = parameter->datatype == Datatype::file;
        draft.values.emplace_back(parameter->name, is_file ? field.file_name : field.value);
        auto fault = is_file ? std::string() : fault_of(*parameter, field.value);
        if (!fault.empty()) draft.faults.emplace(parameter->name, std::move(fault));
    }
    auto const& config = code.launch.config_parameter;  // a file that may hold what is required
    if (sent.phase && (config.empty() || draft.of(config).empty()))
        for (auto const& parameter : code.parameters)
            if (parameter.required && draft.of(parameter.name).empty())
                draft.faults.emplace(parameter.name, "is required");
    return draft;
}

}  // namespace vespa::uws

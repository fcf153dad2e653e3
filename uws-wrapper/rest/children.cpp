// The atoms below a job, its error and its parameters.
#include <algorithm>

#include "access/safe_file.hpp"
#include "http/conditional.hpp"
#include "http/percent.hpp"
#include "rest/resources.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

std::string text_of(std::optional<Instant> const& instant) {
    return instant ? to_text(*instant) : std::string();
}

std::string value_of(Job const& job, std::string const& name) {
    if (name == "phase") return std::string(phase_name(job.phase));
    if (name == "executionduration") return std::to_string(job.execution_duration);
    if (name == "destruction") return text_of(job.destruction);
    if (name == "quote") return text_of(job.quote);
    return job.owner;
}

/// Throws Refusal 400 unless the POST says what this resource is for, and nothing to the job's program.
void check_is_for(Controls const& controls, std::string const& name) {
    bool const given = name == "phase"         ? controls.phase.has_value()
                       : name == "destruction" ? controls.destruction.has_value()
                                               : controls.execution_duration.has_value();
    if (!given) throw Refusal(400, "a POST to " + name + " must give it a new value");
    if (!controls.parameters.empty())
        throw Refusal(400, "'" + controls.parameters.front().name + "' does not belong here");
}

void send_upload(CallPtr const& call, Place const& place, JobParameter const& parameter) {
    auto file = open_below(call->here.jobs.folder_of(place.entry->job).in(), parameter.value);
    if (!file) throw Refusal(404, "the upload is not there any more");
    auto response = http::file_answer(call->request, std::move(file->file),
                                      static_cast<std::uint64_t>(file->status.st_size), file->status.st_mtime,
                                      "", "application/octet-stream");
    response.headers.push_back({"Content-Disposition", "attachment"});
    answer(*call, std::move(response));
}

}  // namespace

void serve_control(CallPtr const& call, Place const& place, std::string const& name) {
    bool const settable = name != "quote" && name != "owner";
    if (settable)
        call->allow({Method::get, Method::post});
    else
        call->allow({Method::get});
    if (call->reads()) return answer_text(*call, value_of(place.entry->job, name));
    Controls const controls = call->controls();
    check_is_for(controls, name);
    call->here.jobs.change(*place.entry, place.code, controls, redirect_when_kept(call, place.job_url()));
}

void serve_error(CallPtr const& call, Place const& place) {
    call->allow({Method::get});
    Job const& job = place.entry->job;
    if (job.phase != Phase::error || !job.error) throw Refusal(404, "the job has not failed");
    answer_text(*call, job.error->detail.empty() ? job.error->message : job.error->detail);
}

void serve_parameters(CallPtr const& call, Place const& place) {
    call->allow({Method::get, Method::post});
    if (call->reads())
        return answer_xml(*call, parameters_document(place.entry->job, place.list_url, style_of(*call)));
    Controls const controls = call->controls();
    call->here.jobs.change(*place.entry, place.code, controls, redirect_when_kept(call, place.job_url()));
}

void serve_parameter(CallPtr const& call, Place const& place, std::string const& name) {
    call->allow({Method::get, Method::post, Method::put});
    Parameter const* const declared = place.code.find(name);
    auto const& all = place.entry->job.parameters;
    auto const same = [&](auto const& given) { return http::same_name(given.name, name); };
    auto const kept =
        std::find_if(all.begin(), all.end(), same);  // also DALI's own, which codes need not know
    if (declared == nullptr && kept == all.end())
        throw Refusal(404, "'" + name + "' is not a parameter of " + place.code.name);
    std::string const& known = declared != nullptr ? declared->name : kept->name;
    if (call->reads()) {
        std::string values;
        bool given = false;
        for (auto const& parameter : all) {
            if (parameter.name != known) continue;
            if (parameter.is_file) return send_upload(call, place, parameter);
            values.append(given ? "\n" : "").append(parameter.value);
            given = true;
        }
        if (!given) throw Refusal(404, "the job does not set " + known);
        return answer_text(*call, values);
    }
    Controls controls;
    if (call->request.method == Method::put) {
        std::string const& value = call->request.body;
        if (!http::is_utf8(value) || value.find('\0') != std::string::npos)
            throw Refusal(400, "the value must be UTF-8 text without NUL");
        controls.parameters.push_back({known, value, false, "", ""});
    } else {
        for (auto& field : call->form()) {
            if (!http::same_name(field.name, "VALUE")) throw Refusal(400, "the new value is posted as VALUE");
            field.name = known;
            controls.parameters.push_back(std::move(field));
        }
    }
    call->here.jobs.change(*place.entry, place.code, controls, redirect_when_kept(call, place.job_url()));
}

}  // namespace vespa::uws

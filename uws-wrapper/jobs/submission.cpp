#include "jobs/submission.hpp"

#include <algorithm>
#include <array>

#include "http/message.hpp"
#include "jobs/sweep.hpp"

namespace vespa::uws {
namespace {

using http::Refusal;

/// One of DALI's names that every service must accept, as DALI writes it; empty if it is none.
std::string_view dali_name(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {"REQUEST", "LANG", "MAXREC", "RESPONSEFORMAT",
                                                       "VERSION"};
    auto const same = [&](auto known) { return http::same_name(known, name); };
    auto const found = std::find_if(names.begin(), names.end(), same);
    return found == names.end() ? std::string_view() : *found;
}

/// The file part that `param:NAME` means.
http::Field const& referred_part(http::Form const& fields, std::string const& parameter,
                                 std::string_view reference) {
    constexpr std::string_view scheme = "param:";
    if (reference.substr(0, scheme.size()) == scheme)
        for (auto const& field : fields)
            if (field.is_file && field.name == reference.substr(scheme.size())) return field;
    throw Refusal(
        400,
        parameter + ": a file is sent as a multipart part of this name, or as param:NAME of another part");
}

bool is_referred_to(http::Form const& fields, std::string const& part) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](auto const& field) { return !field.is_file && field.value == "param:" + part; });
}

void add_upload(Submission& submission, Parameter const& parameter, http::Field const& part) {
    try {
        check_upload(parameter, part.file_name, part.content_type, part.file->size());
    } catch (BadUpload const& bad) {
        throw Refusal(bad.why() == BadUpload::Why::too_large ? 413 : 415, bad.what());
    }
    // The parameter's name in front keeps two uploads of one file name apart.
    std::string file = parameter.name + "_" + part.file_name;
    if (!is_plain_file_name(file))
        throw Refusal(400, parameter.name + ": '" + part.file_name + "' cannot name a file here");
    submission.parameters.push_back({parameter.name, file, true, part.content_type});
    submission.uploads.push_back({std::move(file), part.file});
}

/// Kept with the job, where clients look for what they have sent.
void add_dali(Submission& submission, std::string const& name, std::string const& value) {
    auto const same = [&](auto const& other) { return other.name == name; };
    if (value.empty()) return submission.cleared.push_back(name);
    if (std::any_of(submission.parameters.begin(), submission.parameters.end(), same))
        throw Refusal(400, name + " is given more than once");
    if (name == "MAXREC" && value.find_first_not_of("0123456789") != std::string::npos)
        throw Refusal(400, "MAXREC must be a whole number from 0, not '" + value + "'");
    submission.parameters.push_back({name, value, false, ""});
}

void add_field(Submission& submission, Description const& description, http::Form const& fields,
               http::Field const& field) {
    Parameter const* const parameter = description.find(field.name);
    if (parameter == nullptr) {
        if (field.is_file && is_referred_to(fields, field.name)) return;
        if (std::string const name(dali_name(field.name)); !name.empty() && !field.is_file)
            return add_dali(submission, name, field.value);
        throw Refusal(400, "'" + field.name + "' is not a parameter of " + description.name);
    }
    if (!field.is_file && field.value.empty()) {
        submission.cleared.push_back(parameter->name);
    } else if (parameter->datatype == Datatype::file) {
        add_upload(submission, *parameter,
                   field.is_file ? field : referred_part(fields, parameter->name, field.value));
    } else if (field.is_file) {
        throw Refusal(400, parameter->name + " takes a value, not a file");
    } else {
        submission.parameters.push_back({parameter->name, field.value, false, ""});
    }
}

}  // namespace

namespace {

/// PRESET=name gives the values of a preset to the parameters that are not given beside it.
void add_preset(Submission& submission, Description const& description, http::Form const& fields,
                std::string const& name) {
    for (auto const& [parameter, value] : preset_named(description, name).values) {
        auto const given = [&, known = description.find(parameter)](auto const& field) {
            return description.find(field.name) == known && (field.is_file || !field.value.empty());
        };
        if (std::none_of(fields.begin(), fields.end(), given))
            submission.parameters.push_back({description.find(parameter)->name, value, false, ""});
    }
}

bool is_preset(Description const& description, http::Field const& field) {
    return !field.is_file && http::same_name(field.name, "PRESET") && description.find(field.name) == nullptr;
}

/// DALI's UPLOAD=NAME,URI (several apart by ';'): the file parameter NAME is at URI.
void add_uploads(http::Form& fields, Description const& description, std::string_view text) {
    while (!text.empty()) {
        std::string_view const item = text.substr(0, text.find(';'));
        text.remove_prefix(std::min(item.size() + 1, text.size()));
        std::size_t const comma = item.find(',');
        if (comma == 0 || comma == std::string_view::npos)
            throw Refusal(400, "UPLOAD takes NAME,param:PART, not '" + std::string(item) + "'");
        std::string name(item.substr(0, comma)), place(item.substr(comma + 1));
        Parameter const* const parameter = description.find(name);
        if (parameter == nullptr || parameter->datatype != Datatype::file)
            throw Refusal(400, "UPLOAD: " + description.name + " takes no file '" + name + "'");
        if (place.empty()) throw Refusal(400, "UPLOAD: " + name + " is nowhere; NAME,param:PART is expected");
        fields.push_back({std::move(name), std::move(place), false, "", ""});
    }
}

http::Form with_uploads(Description const& description, http::Form const& given) {
    http::Form fields;
    Parameter const* const own = description.find("UPLOAD");  // a file of this name has no commas in its URI
    bool const is_value = own != nullptr && own->datatype != Datatype::file;
    for (auto const& field : given)
        if (!is_value && !field.is_file && http::same_name(field.name, "UPLOAD") &&
            (own == nullptr || field.value.find(',') != std::string::npos))
            add_uploads(fields, description, field.value);
        else
            fields.push_back(field);
    return fields;
}

}  // namespace

Submission read_submission(Description const& description, http::Form const& given) {
    http::Form const fields = with_uploads(description, given);
    Submission submission;
    try {
        for (auto const& field : fields)
            if (!is_preset(description, field))
                add_field(submission, description, fields, field);
            else if (!field.value.empty())
                add_preset(submission, description, fields, field.value);
    } catch (BadValue const& bad) {
        throw Refusal(400, bad.what());
    }
    try {
        for (auto const& parameter : submission.parameters)
            if (auto const* const known = description.find(parameter.name))
                check_value(*known, parameter.value);
    } catch (BadValue const& bad) {
        throw Refusal(400, bad.what());
    }
    return submission;
}

void take_over(Description const& description, Submission const& submission, Job& job) {
    auto parameters = job.parameters;
    auto const is_given_anew = [&](JobParameter const& old) {
        auto const same = [&](auto const& given) { return given.name == old.name; };
        return std::any_of(submission.parameters.begin(), submission.parameters.end(), same) ||
               std::count(submission.cleared.begin(), submission.cleared.end(), old.name) > 0;
    };
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(), is_given_anew), parameters.end());
    parameters.insert(parameters.end(), submission.parameters.begin(), submission.parameters.end());
    std::swap(parameters, job.parameters);
    try {
        check_values(description, values_of(description, job));
    } catch (BadValue const& bad) {
        std::swap(parameters, job.parameters);
        throw Refusal(400, bad.what());
    }
}

void set_sweep(Job& job, std::vector<std::string> const& axes) {
    auto& parameters = job.parameters;
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                    [](auto const& old) { return old.name == sweep_parameter; }),
                     parameters.end());
    if (axes.size() == 1 && axes.front().empty()) return;
    for (auto const& axis : axes)
        parameters.push_back({std::string(sweep_parameter), axis, false, ""});
}

void keep_uploads(Submission const& submission, JobFolder const& folder) {
    if (submission.uploads.empty()) return;
    folder.create();
    for (auto const& upload : submission.uploads)
        upload.bytes->put_at(folder.in() / upload.file);
}

Values values_of(Description const& description, Job const& job) {
    Values values;
    for (auto const& parameter : job.parameters) {
        bool const is_dali =
            !dali_name(parameter.name).empty() && description.find(parameter.name) == nullptr;
        if (parameter.name != sweep_parameter && !is_dali)
            values.emplace_back(parameter.name, parameter.value);
    }
    return values;
}

}  // namespace vespa::uws

#include "codes/description_reader.hpp"

#include <array>
#include <utility>

#include "launch/signals.hpp"

namespace vespa::uws {
namespace {

constexpr char description_format[] = "vespa-job-description/1";
constexpr char overlay_format[] = "vespa-launch/1";
constexpr int most_ranks = 1 << 20;
constexpr std::array<std::pair<Datatype, char const*>, 5> datatypes = {{{Datatype::real, "xs:double"},
                                                                        {Datatype::integer, "xs:integer"},
                                                                        {Datatype::string, "xs:string"},
                                                                        {Datatype::boolean, "xs:boolean"},
                                                                        {Datatype::file, "file"}}};

Datatype datatype_of(StrictJson const& json) {
    auto const text = json.text();
    std::string known;
    for (auto const& [datatype, name] : datatypes) {
        if (text == name) return datatype;
        known += std::string(known.empty() ? "" : ", ") + name;
    }
    json.refuse("\"" + text + "\" is not one of " + known);
}

void demand_format(StrictJson const& json, char const* format) {
    if (json.at("format").text() != format)
        json.at("format").refuse(std::string("\"") + format + "\" is expected");
}

int ranks(StrictJson const& json, int least) {
    return static_cast<int>(json.integer(least, most_ranks));
}

double seconds(StrictJson const& json) {
    auto const value = json.number();
    if (value < 0 || value > 2147483647) json.refuse("seconds from 0 to 2147483647 are expected");
    return value;
}

Parameter parameter_of(StrictJson const& json) {
    json.only({"name", "option", "datatype", "unit", "ucd", "default", "min", "max", "options", "required",
               "multiple", "group", "annotation"});
    Parameter parameter;
    parameter.name = json.at("name").text();
    parameter.option = json.at("option").text();
    parameter.datatype = datatype_of(json.at("datatype"));
    parameter.unit = json.at("unit").text();
    parameter.ucd = json.at("ucd").text();
    parameter.default_value = json.at("default").text();
    parameter.min = json.at("min").text();
    parameter.max = json.at("max").text();
    parameter.options = json.at("options").texts();
    parameter.required = json.at("required").boolean();
    parameter.multiple = json.at("multiple").boolean();
    parameter.group = json.at("group").text();
    parameter.annotation = json.at("annotation").text();
    return parameter;
}

ResultFile result_of(StrictJson const& json) {
    json.only({"name", "file", "content_type", "annotation", "main"});
    return {json.at("name").text(), json.at("file").text(), json.at("content_type").text(),
            json.at("annotation").text(), json.at("main").boolean()};
}

AfterCommand after_of(StrictJson const& json) {
    json.only({"argv", "result", "wall_time_s"});
    AfterCommand command;
    command.argv = json.at("argv").texts();
    if (json.has("result")) command.result = json.at("result").text();
    if (json.has("wall_time_s")) command.wall_time_s = seconds(json.at("wall_time_s"));
    return command;
}

LaunchBlock launch_of(StrictJson const& json) {
    json.only({"mpi", "ranks_default", "ranks_max", "argv", "fixed_arguments", "progress_argument",
               "inputs_argument", "config_parameter"});
    LaunchBlock launch;
    launch.mpi = json.at("mpi").boolean();
    launch.ranks_default = ranks(json.at("ranks_default"), 1);
    launch.ranks_max = ranks(json.at("ranks_max"), 0);
    launch.argv = json.at("argv").texts();
    launch.fixed_arguments = json.at("fixed_arguments").texts();
    launch.progress_argument = json.at("progress_argument").text();
    launch.inputs_argument = json.at("inputs_argument").text();
    launch.config_parameter = json.at("config_parameter").text();
    return launch;
}

Limits limits_of(StrictJson const& json) {
    json.only({"file_bytes", "memory_bytes", "open_files"});
    auto const bound = [&](char const* name) {
        return json.has(name) ? static_cast<std::uint64_t>(json.at(name).integer(0, INT64_MAX)) : 0;
    };
    return {bound("file_bytes"), bound("memory_bytes"), bound("open_files")};
}

}  // namespace

std::string datatype_name(Datatype datatype) {
    for (auto const& [known, name] : datatypes)
        if (known == datatype) return name;
    return {};
}

Description description_of(StrictJson const& json) {
    json.only({"format", "name", "program", "version", "annotation", "doculink", "parameters", "results",
               "launch"});
    demand_format(json, description_format);
    Description description;
    description.name = json.at("name").text();
    description.program = json.at("program").text();
    description.version = json.at("version").text();
    description.annotation = json.at("annotation").text();
    description.doculink = json.at("doculink").text();
    for (auto const& item : json.at("parameters").items())
        description.parameters.push_back(parameter_of(item));
    for (auto const& item : json.at("results").items())
        description.results.push_back(result_of(item));
    description.launch = launch_of(json.at("launch"));
    return description;
}

void apply_overlay(StrictJson const& json, Description& description) {
    json.only({"format", "program", "ranks_default", "ranks_max", "mpirun_from", "wall_time_s",
               "wall_time_max_s", "grace_s", "stop_signal", "limits", "upload_bytes", "environment",
               "results", "after"});
    demand_format(json, overlay_format);
    auto& launch = description.launch;
    if (json.has("program")) description.program = json.at("program").text();
    if (json.has("ranks_default")) launch.ranks_default = ranks(json.at("ranks_default"), 1);
    if (json.has("ranks_max")) launch.ranks_max = ranks(json.at("ranks_max"), 0);
    if (json.has("mpirun_from")) launch.mpirun_from = ranks(json.at("mpirun_from"), 1);
    if (json.has("wall_time_s")) launch.wall_time_s = seconds(json.at("wall_time_s"));
    if (json.has("wall_time_max_s")) launch.wall_time_max_s = seconds(json.at("wall_time_max_s"));
    if (json.has("grace_s")) launch.grace_s = seconds(json.at("grace_s"));
    if (json.has("stop_signal")) {
        auto const signal = signal_of(json.at("stop_signal").text());
        if (!signal) json.at("stop_signal").refuse("USR1, TERM or INT is expected");
        launch.stop_signal = *signal;
    }
    if (json.has("limits")) launch.limits = limits_of(json.at("limits"));
    if (json.has("upload_bytes"))
        launch.upload_bytes = static_cast<std::uint64_t>(json.at("upload_bytes").integer(1, INT64_MAX));
    if (json.has("environment"))
        for (auto const& [name, value] : json.at("environment").text_members())
            launch.environment[name] = value;
    if (json.has("results"))
        for (auto const& item : json.at("results").items())
            description.results.push_back(result_of(item));
    if (json.has("after"))
        for (auto const& item : json.at("after").items())
            launch.after.push_back(after_of(item));
}

void add_own_parameters(Description& description) {
    auto const& launch = description.launch;
    if (!launch.config_parameter.empty() && !description.find(launch.config_parameter)) {
        Parameter config;
        config.name = launch.config_parameter;
        config.option = "--" + launch.config_parameter;
        config.datatype = Datatype::file;
        config.group = "Run";
        config.annotation = "File with the values of parameters; a parameter given beside it wins.";
        description.parameters.push_back(config);
    }
    if (!launch.mpi) return;
    Parameter number;
    number.name = "ranks";
    number.datatype = Datatype::integer;
    number.default_value = std::to_string(launch.ranks_default);
    number.min = std::to_string(1);
    if (launch.ranks_max > 0) number.max = std::to_string(launch.ranks_max);
    number.group = "Run";
    number.annotation = "Number of MPI ranks. It changes how long the run takes, not what it finds.";
    number.use = Parameter::Use::ranks;
    description.parameters.push_back(number);
}

}  // namespace vespa::uws

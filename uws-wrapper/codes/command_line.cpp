#include "codes/command_line.hpp"

#include <algorithm>
#include <charconv>

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

fs::path program_of(Description const& description, Places const& places) {
    fs::path const program = description.program;
    return program.is_absolute() ? program : places.programs / program;
}

/// A file or folder of the job as its program names it from the working directory beside it: no path of this
/// machine gets into a result.
fs::path beside_work(fs::path const& path) {
    return fs::path("..") / path.filename();
}

std::string uploaded(Parameter const& parameter, std::string const& name, JobFolder const& folder) {
    if (!fs::is_regular_file(fs::symlink_status(folder.in() / name)))
        throw BadValue("parameter " + parameter.name + ": the file \"" + name + "\" was not uploaded");
    return (beside_work(folder.in()) / name).string();
}

std::string argument_value(Parameter const& parameter, std::string const& text, JobFolder const& folder) {
    if (parameter.datatype == Datatype::file) return uploaded(parameter, text, folder);
    if (parameter.datatype == Datatype::boolean) return text == "true" || text == "1" ? "true" : "false";
    return text;
}

int number_of_ranks(Description const& description, Values const& values, Places const& places) {
    int const most = description.launch.ranks_max > 0
                         ? std::min(description.launch.ranks_max, places.max_ranks)
                         : places.max_ranks;
    for (auto const& [name, text] : values) {
        auto const* parameter = description.find(name);
        if (!parameter || parameter->use != Parameter::Use::ranks) continue;
        int ranks = 0;
        auto const first = text.data() + (text.starts_with('+') ? 1 : 0);
        if (std::from_chars(first, text.data() + text.size(), ranks).ec != std::errc() || ranks < 1 ||
            ranks > most)
            throw BadValue("parameter " + name + ": \"" + text + "\" is out of range; allowed: from 1 to " +
                           std::to_string(most));
        return ranks;
    }
    return std::min(description.launch.ranks_default, most);
}

}  // namespace

int ranks_of(Description const& description, Values const& values, Places const& places) {
    if (!description.launch.mpi) return 0;
    int const ranks = number_of_ranks(description, values, places);
    return ranks < description.launch.mpirun_from ? 0 : ranks;
}

std::vector<std::string> build_argv(Description const& description, Values const& values,
                                    JobFolder const& folder, Places const& places) {
    check_complete(description, values);
    auto const program = program_of(description, places);
    auto const& launch = description.launch;
    std::vector<std::string> argv;
    for (auto const& text : launch.argv)
        argv.push_back(expand(text, places, program));
    for (auto const& text : launch.fixed_arguments)
        argv.push_back(expand(text, places, program));
    if (!launch.inputs_argument.empty())
        argv.push_back(launch.inputs_argument + "=" + beside_work(folder.in()).string());
    if (!launch.progress_argument.empty())
        argv.push_back(launch.progress_argument + "=" + beside_work(folder.progress()).string());
    for (auto const& parameter : description.parameters)
        for (auto const& [name, text] : values)
            if (description.find(name) == &parameter && parameter.use == Parameter::Use::option)
                argv.push_back(parameter.option + "=" + argument_value(parameter, text, folder));
    return argv;
}

Task make_task(Description const& description, Values const& values, JobFolder const& folder,
               Places const& places, double wall_time_s) {
    auto const program = program_of(description, places);
    auto const& launch = description.launch;
    Task task;
    task.argv = build_argv(description, values, folder, places);
    task.ranks = ranks_of(description, values, places);
    for (auto const& [name, value] : launch.environment)
        task.environment[name] = expand(value, places, program);
    task.wall_time_s = wall_time_s;
    task.grace_s = launch.grace_s;
    task.stop_signal = launch.stop_signal;
    task.limits = launch.limits;
    for (auto const& command : launch.after) {
        AfterStep step{{}, command.result, command.wall_time_s};
        for (auto const& text : command.argv)
            step.argv.push_back(expand(text, places, program));
        task.after.push_back(std::move(step));
    }
    return task;
}

}  // namespace vespa::uws

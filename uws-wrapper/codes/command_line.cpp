#include "codes/command_line.hpp"

#include <algorithm>
#include <charconv>

#include "codes/filling.hpp"

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
    auto const& launch = description.launch;
    if (!launch.script.empty()) return {"/bin/bash", "--noprofile", "--norc", "--", launch.script.string()};
    Filling const filling(description, values, folder, places, program_of(description, places));
    std::vector<std::string> argv;
    for (auto const* const texts : {&launch.argv, &launch.fixed_arguments})
        for (auto const& text : *texts)
            for (auto& argument : filling.arguments(text))
                argv.push_back(std::move(argument));
    if (!launch.inputs_argument.empty())
        argv.push_back(launch.inputs_argument + "=" + beside_work(folder.in()).string());
    if (!launch.progress_argument.empty())
        argv.push_back(launch.progress_argument + "=" + beside_work(folder.progress()).string());
    for (auto const& parameter : description.parameters) {
        // What is not given is left to the program, whose default it is.
        bool const given = std::any_of(values.begin(), values.end(), [&](auto const& value) {
            return description.find(value.first) == &parameter;
        });
        if (given && parameter.use == Parameter::Use::option)
            for (auto const& text : filling.texts(parameter, TextFormat::argument))
                argv.push_back(parameter.option + "=" + text);
    }
    return argv;
}

namespace {

/// Variables of launch.environment, and for a script the values and the results' files by their names.
std::map<std::string, std::string> environment_of(Description const& description, Filling const& filling) {
    std::map<std::string, std::string> environment;
    auto const& launch = description.launch;
    if (!launch.script.empty()) {
        for (auto const& result : description.results)
            if (!result.is_pattern()) environment[result.name] = result.file;
        for (auto const& parameter : description.parameters) {
            std::string all;
            for (auto const& text : filling.texts(parameter, TextFormat::argument))
                all += (all.empty() ? "" : " ") + text;
            if (!all.empty()) environment[parameter.name] = all;
        }
    }
    for (auto const& [name, text] : launch.environment)
        if (auto value = filling.line(text, TextFormat::argument)) environment[name] = *value;
    return environment;
}

}  // namespace

Task make_task(Description const& description, Values const& values, JobFolder const& folder,
               Places const& places, double wall_time_s) {
    auto const program = program_of(description, places);
    auto const& launch = description.launch;
    Task task;
    task.argv = build_argv(description, values, folder, places);
    fill_inputs(description, values, folder, places);  // throws while it can still be mended
    task.ranks = ranks_of(description, values, places);
    task.environment = environment_of(description, {description, values, folder, places, program});
    task.wall_time_s = wall_time_s;
    task.grace_s = launch.grace_s;
    task.stop_signal = launch.stop_signal;
    task.limits = launch.limits;
    task.memory_bytes = launch.memory_bytes;
    for (auto const& command : launch.after) {
        AfterStep step{{}, command.result, command.wall_time_s};
        for (auto const& text : command.argv)
            step.argv.push_back(expand(text, places, program));
        task.after.push_back(std::move(step));
    }
    return task;
}

}  // namespace vespa::uws

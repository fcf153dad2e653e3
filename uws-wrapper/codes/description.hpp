#pragma once
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "codes/input_template.hpp"
#include "codes/progress_line.hpp"
#include "launch/spec.hpp"

namespace vespa::uws {

struct Jdl;

/// A job description that cannot be used; what() = "FILE: JSON path: what is wrong".
class BadDescription : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

enum class Datatype { real, integer, string, boolean, file };

/// One parameter of a code.
struct Parameter {
    /// What becomes of its value.
    enum class Use {
        option,  ///< an argument `--option=value`
        named,   ///< wherever the launch block names it: `{name}` in an argument, variable or input template
        ranks    ///< the number of MPI ranks
    };
    std::string name;
    std::string option;  ///< "--tolerance"; only with Use::option
    Datatype datatype = Datatype::string;
    std::string unit, ucd, utype;
    std::string default_value;         ///< as the program would take it; empty = none
    std::string min, max;              ///< inclusive, for numbers; empty = none
    std::vector<std::string> options;  ///< allowed values; empty = any
    bool required = false;
    bool multiple = false;  ///< may be given several times
    std::string group, annotation;
    std::size_t max_length = 0;  ///< of a string, in bytes; 0 = the server's bound
    /// Of a file: what it may be, as endings of its name (".fits") and media types ("image/fits"); one of
    /// them is enough, none = anything.
    std::vector<std::string> accept;
    std::uint64_t max_bytes = 0;  ///< of a file; 0 = the server's bound
    Use use = Use::option;
};

/// A file that a run leaves in its working directory. Results of one name are alternatives: the first that
/// exists is it.
struct ResultFile {
    std::string name;
    /// Relative to the working directory. With * (any text) or ? (any character) in its last element it is a
    /// pattern: each file that matches is a result of its own, named as the file.
    std::string file;
    std::string content_type;
    std::string annotation;
    bool main = false;

    bool is_pattern() const { return file.find_first_of("*?") != std::string::npos; }
};

/// Values that go together, for one click or one word: PRESET=name.
struct Preset {
    std::string name, annotation;
    std::vector<std::pair<std::string, std::string>> values;  ///< parameter and value
};

/// A command after the program; its texts may hold placeholders (Places).
struct AfterCommand {
    std::vector<std::string> argv;
    std::string result;  ///< names one of Description::results, or empty
    double wall_time_s = 300;
};

/// How the program is run.
struct LaunchBlock {
    bool runnable = false;  ///< false: nobody has said how, the code is a draft
    bool mpi = false;
    int ranks_default = 1;
    int ranks_max = 0;    ///< 0 = as many as the launcher has cores
    int mpirun_from = 1;  ///< with fewer ranks than this it runs without mpirun
    std::vector<std::string> argv = {"{program}"};
    std::vector<std::string> fixed_arguments;
    std::string inputs_argument;    ///< takes the folder outside of which no input is read; empty = none
    std::string progress_argument;  ///< takes the path of the progress file; empty = the program reports none
    std::string config_parameter;   ///< name of the parameter that takes a configuration file; empty = none
    ProgressLine progress_line;     ///< how the program's output tells how far it is; empty = it does not
    std::vector<InputTemplate> inputs;  ///< files written for each job from its values
    /// A script that bash runs with the values as environment variables; absolute; empty = argv is run.
    std::filesystem::path script;
    double wall_time_s = 0;      ///< execution duration if the client asks for none; 0 = the server's
    double wall_time_max_s = 0;  ///< largest that a client may ask for; 0 = the server's
    double grace_s = 10;
    int at_once = 0;   ///< runs of this code at a time; 0 = as many as there are cores for
    int attempts = 1;  ///< above 1: a run that was lost (node failed, machine restarted) is tried again
    std::uint64_t memory_bytes = 0;  ///< of all processes of a run together; 0 = no bound
    int stop_signal = SIGUSR1;
    Limits limits;
    std::uint64_t upload_bytes = 0;  ///< largest body of a request that uploads files; 0 = the server's
    std::map<std::string, std::string> environment;  ///< values may name parameters: "{nlat}"
    std::vector<AfterCommand> after;
};

/// A code as the wrapper knows it: the file its program wrote (--describe), or one written by hand or for
/// OPUS, under the admin's overlay.
struct Description {
    std::string name;     ///< of the code, in URLs: [a-z][a-z0-9_-]*
    std::string program;  ///< file name in Places::programs, or an absolute path
    std::string version, annotation, doculink;
    std::string type, subtype;  ///< what kind of activity it is, as OPUS has them
    std::string contact_name, contact_email;
    std::vector<std::string> citation;  ///< how to cite it: DOIs ("doi:10.…"), URLs or text
    std::string licence;                ///< SPDX identifier or URL
    double expected_s = 0;              ///< how long a usual run takes; 0 = not said
    /// As declared, then those the wrapper adds: the configuration file, and `ranks` if launch.mpi.
    std::vector<Parameter> parameters;
    std::vector<ResultFile> results;
    std::vector<Preset> presets;
    LaunchBlock launch;
    std::shared_ptr<Jdl const> jdl;     ///< what it was imported from; null = a description of our own form
    std::vector<std::string> warnings;  ///< what the import could not take over

    /// The parameter of that name, upper and lower case alike (DALI); nullptr if there is none.
    Parameter const* find(std::string_view parameter_name) const;
    /// The result marked main, else the first; nullptr if there is none.
    ResultFile const* main_result() const;
};

/// Reads one file under its overlay NAME.launch.json, if that stands beside it: NAME.json (of our own form or
/// OPUS's), or NAME_vot.xml (OPUS's VOTable). Throws BadDescription.
Description read_description(std::filesystem::path const& file);

/// All descriptions of a folder (*.json but *.launch.json, and *_vot.xml), by name. Throws BadDescription,
/// also if two files name the same code.
std::vector<Description> read_descriptions(std::filesystem::path const& folder);

/// "xs:double", "xs:integer", "xs:string", "xs:boolean", "file".
std::string datatype_name(Datatype datatype);

}  // namespace vespa::uws

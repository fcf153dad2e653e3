#pragma once
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "launch/spec.hpp"

namespace vespa::uws {

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
        ranks    ///< the number of MPI ranks
    };
    std::string name;
    std::string option;  ///< "--tolerance"; empty for ranks
    Datatype datatype = Datatype::string;
    std::string unit, ucd;
    std::string default_value;         ///< as the program would take it; empty = none
    std::string min, max;              ///< inclusive, for numbers; empty = none
    std::vector<std::string> options;  ///< allowed values; empty = any
    bool required = false;
    bool multiple = false;  ///< may be given several times
    std::string group, annotation;
    Use use = Use::option;
};

/// A file that a run leaves in its working directory. Results of one name are alternatives: the first that
/// exists is it.
struct ResultFile {
    std::string name;
    std::string file;  ///< relative to the working directory
    std::string content_type;
    std::string annotation;
    bool main = false;
};

/// A command after the program; its texts may hold placeholders (Places).
struct AfterCommand {
    std::vector<std::string> argv;
    std::string result;  ///< names one of Description::results, or empty
    double wall_time_s = 300;
};

/// How the program is run.
struct LaunchBlock {
    bool mpi = false;
    int ranks_default = 1;
    int ranks_max = 0;    ///< 0 = as many as the launcher has cores
    int mpirun_from = 1;  ///< with fewer ranks than this it runs without mpirun
    std::vector<std::string> argv = {"{program}"};
    std::vector<std::string> fixed_arguments;
    std::string inputs_argument;    ///< takes the folder outside of which no input is read; empty = none
    std::string progress_argument;  ///< takes the path of the progress file; empty = the program reports none
    std::string config_parameter;   ///< name of the parameter that takes a configuration file; empty = none
    double wall_time_s = 0;         ///< execution duration if the client asks for none; 0 = the server's
    double wall_time_max_s = 0;     ///< largest that a client may ask for; 0 = the server's
    double grace_s = 10;
    int stop_signal = SIGUSR1;
    Limits limits;
    std::uint64_t upload_bytes = 0;  ///< largest body of a request that uploads files; 0 = the server's
    std::map<std::string, std::string> environment;
    std::vector<AfterCommand> after;
};

/// A code as the wrapper knows it: the file its program wrote (--describe) under the admin's overlay.
struct Description {
    std::string name;     ///< of the code, in URLs: [a-z][a-z0-9_-]*
    std::string program;  ///< file name in Places::programs, or an absolute path
    std::string version, annotation, doculink;
    /// As declared, then those the wrapper adds: the configuration file, and `ranks` if launch.mpi.
    std::vector<Parameter> parameters;
    std::vector<ResultFile> results;
    LaunchBlock launch;

    /// The parameter of that name, upper and lower case alike (DALI); nullptr if there is none.
    Parameter const* find(std::string_view parameter_name) const;
    /// The result marked main, else the first; nullptr if there is none.
    ResultFile const* main_result() const;
};

/// Reads `file` and, if it exists, the overlay NAME.launch.json beside NAME.json. Throws BadDescription.
Description read_description(std::filesystem::path const& file);

/// All *.json of a folder (not *.launch.json), by name. Throws BadDescription, also if two files name the
/// same code.
std::vector<Description> read_descriptions(std::filesystem::path const& folder);

/// "xs:double", "xs:integer", "xs:string", "xs:boolean", "file".
std::string datatype_name(Datatype datatype);

}  // namespace vespa::uws

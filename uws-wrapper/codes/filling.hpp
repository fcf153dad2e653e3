#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "codes/placeholders.hpp"
#include "codes/values.hpp"
#include "launch/job_folder.hpp"

namespace vespa::uws {

/// Puts a job's checked values into the texts of its description. Where a parameter is not given its default
/// stands. Refers to what it is made of.
class Filling {
  public:
    /// \param program what {program} stands for
    Filling(Description const& description, Values const& values, JobFolder const& folder,
            Places const& places, std::filesystem::path program);

    /// The values of one parameter as the format writes them; empty if it has none. Throws BadValue for what
    /// the format cannot hold (line breaks in a namelist), and if a named file is missing in in/.
    std::vector<std::string> texts(Parameter const& parameter, TextFormat format) const;
    /// The arguments that a template makes: none if it names a parameter without value; one for each value of
    /// a parameter that has several. A text that would begin the argument with '-' is refused: the program
    /// would take it for an option.
    std::vector<std::string> arguments(std::string_view text) const;
    /// A variable's value or a line of a file; nothing if it names a parameter without value.
    std::optional<std::string> line(std::string_view text, TextFormat format) const;

  private:
    std::string one(Parameter const& parameter, std::string const& value, TextFormat format) const;

    Description const& description_;
    Values const& values_;
    JobFolder const& folder_;
    Places const& places_;
    std::filesystem::path program_;
};

/// A file to be written before a run.
struct InputFile {
    std::filesystem::path path;
    std::string content;
};

/// The files of launch.inputs for these values. Throws BadValue.
std::vector<InputFile> fill_inputs(Description const& description, Values const& values,
                                   JobFolder const& folder, Places const& places);

/// Writes them, each whole or not at all, making the job's folders. Throws BadValue, LaunchError and
/// std::filesystem::filesystem_error.
void write_inputs(Description const& description, Values const& values, JobFolder const& folder,
                  Places const& places);

}  // namespace vespa::uws

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {

/// The document that a program's --describe writes or a person writes by hand, format
/// "vespa-job-description/1" (README.md).
Description description_of(StrictJson const& json);

/// Puts the admin's "vespa-launch/1" over it (README.md): the members of the launch block, and what is said
/// about the code beside them.
void apply_overlay(StrictJson const& json, Description& description);

/// Reads those members of a launch block that are there. launch_members() names all.
void read_launch(StrictJson const& json, LaunchBlock& launch);
std::vector<std::string_view> const& launch_members();

/// Appends what the wrapper adds: the configuration file's parameter if it is not declared, and `ranks`.
void add_own_parameters(Description& description);

/// What is wrong with the whole; empty if it can be used.
std::string fault_of(Description const& description);
/// What is wrong with the way it is run; empty for a draft.
std::string fault_of_launch(Description const& description);

/// What can stand as an element of a URL and as an attribute of an XML element without escaping.
bool is_name(std::string_view text);
/// "--tolerance"
bool is_option(std::string_view text);

}  // namespace vespa::uws

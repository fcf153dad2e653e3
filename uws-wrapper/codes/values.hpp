#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codes/description.hpp"

namespace vespa::uws {

/// A parameter value that the client must mend (HTTP 400); what() names the parameter, the value and what is
/// allowed.
class BadValue : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Name and value as the client gave them, in its order. The value of a file is the name of a file in in/.
using Values = std::vector<std::pair<std::string, std::string>>;

/// Throws BadValue unless `text` is a value of the parameter: type (XML Schema's lexical forms, finite
/// numbers only), range, options, no NUL, at most 100,000 bytes; for a file: a plain file name.
void check_value(Parameter const& parameter, std::string const& text);

/// check_value() for all; refuses names that the description does not know and a second value of a
/// single-valued one.
void check_values(Description const& description, Values const& values);

/// check_values(), and that every required parameter is there: to be asked before a job is run.
void check_complete(Description const& description, Values const& values);

/// True if `name` can name a file in in/: 1 to 200 bytes, no '/', no control characters, not "." or "..",
/// does not begin with '.' or '-'.
bool is_plain_file_name(std::string_view name);

}  // namespace vespa::uws

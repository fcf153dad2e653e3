#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codes/description.hpp"

namespace vespa::uws {

constexpr std::size_t longest_value = 100000;  ///< bytes; Linux takes arguments up to 131,072

/// A parameter value that the client must mend (HTTP 400); what() names the parameter, the value and what is
/// allowed.
class BadValue : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A file that its parameter does not take.
class BadUpload : public BadValue {
  public:
    enum class Why { too_large, wrong_kind };  ///< HTTP 413, 415
    BadUpload(Why why, std::string const& message) : BadValue(message), why_(why) {}
    Why why() const { return why_; }

  private:
    Why why_;
};

/// Name and value as the client gave them, in its order. The value of a file is the name of a file in in/.
using Values = std::vector<std::pair<std::string, std::string>>;

/// Throws BadValue unless `text` is a value of the parameter: type (XML Schema's lexical forms, finite
/// numbers only), range, options, no NUL, at most 100,000 bytes; for a file: a plain file name.
void check_value(Parameter const& parameter, std::string const& text);

/// Throws BadUpload unless the parameter takes a file of that name, media type (as the client says; may be
/// empty) and size. A size that is not known yet is asked about again as it grows.
void check_upload(Parameter const& parameter, std::string_view file_name, std::string_view content_type,
                  std::uint64_t bytes);

/// The preset of that name (in any case). Throws BadValue, naming those there are.
Preset const& preset_named(Description const& description, std::string_view name);

/// check_value() for all; refuses names that the description does not know and a second value of a
/// single-valued one.
void check_values(Description const& description, Values const& values);

/// check_values(), and that all that is required is there, or a configuration file: asked before a job runs.
void check_complete(Description const& description, Values const& values);

/// True if `name` can name a file in in/: 1 to 200 bytes, no '/', no control characters, not "." or "..",
/// does not begin with '.' or '-'.
bool is_plain_file_name(std::string_view name);

}  // namespace vespa::uws

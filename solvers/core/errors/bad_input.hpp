#pragma once
#include <stdexcept>
#include <string>

namespace vespa {

/// Input that the user must mend. what() reads "where: what; allowed: ...".
class BadInput : public std::runtime_error {
  public:
    /// \param what    what is wrong, with the offending value
    /// \param where   the option, file and line, or dataset it stands in
    /// \param allowed what would be accepted; left out of the text when empty
    BadInput(std::string const& what, std::string const& where, std::string const& allowed = {})
        : std::runtime_error(where + ": " + what + (allowed.empty() ? "" : "; allowed: " + allowed)) {}
};

}  // namespace vespa

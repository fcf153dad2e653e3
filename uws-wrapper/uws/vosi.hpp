#pragma once
#include <string>
#include <string_view>

#include "uws/instant.hpp"

namespace vespa::uws {

/// VOSI availability: whether work is taken, since when the server is up, and one line of prose.
std::string availability_document(bool available, Instant up_since, std::string_view note);

/// VOSI capabilities of one code: itself, availability and the job list.
/// \param code_url absolute URL of the code (.../<code>), whose children they are
std::string capabilities_document(std::string_view code_url, std::string_view description);

}  // namespace vespa::uws

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "uws/instant.hpp"

namespace vespa::uws {

/// VOSI availability: whether work is taken, since when the server is up, and one line of prose.
std::string availability_document(bool available, Instant up_since, std::string_view note);

/// One entry of VOSI capabilities.
struct Capability {
    std::string standard;      ///< after "ivo://ivoa.net/std/"; empty = none
    std::string description;   ///< may be empty
    std::string version;       ///< of the interface; empty = not said
    std::string url;           ///< absolute
    bool is_base = false;      ///< resources lie below the URL, rather than at it
    bool is_standard = false;  ///< the interface is that of the standard, not beside it
};
/// What a code offers, with the ids of the standards: VOSI, UWS, DALI.
/// \param code_url absolute URL of the code (.../<code>), whose children they are
std::vector<Capability> capabilities_of_code(std::string const& code_url, std::string const& description);
/// What the server as a whole offers, without its codes. \param base absolute URL of the server
std::vector<Capability> capabilities_of_server(std::string const& base);
std::string capabilities_document(std::vector<Capability> const& capabilities);

}  // namespace vespa::uws

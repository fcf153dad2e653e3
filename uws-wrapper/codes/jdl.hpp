#pragma once
// OPUS's job description language (ParisAstronomicalDataCentre/OPUS), content and its JSON.
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codes/description.hpp"

namespace vespa::uws {

/// Names and texts in the order in which they were said.
using JdlMembers = std::vector<std::pair<std::string, std::string>>;

/// What stands under a name; empty if nothing does.
std::string jdl_text(JdlMembers const& members, std::string_view name);
/// Puts a text under a name, in the place of an earlier one.
void set_jdl(JdlMembers& members, std::string_view name, std::string text);

/// A parameter, an input or a result: what is said of it, all as text (datatype, required, default, unit,
/// ucd, utype, annotation, min, max, options; role, multiplicity, content_type, url).
struct JdlItem {
    std::string name;
    JdlMembers members;
};

/// A job description as OPUS has it.
struct Jdl {
    std::string name;
    JdlMembers header;  ///< annotation, doculink, type, subtype, version, contact_name, …, script
    std::vector<JdlItem> parameters, used, generated;
};

/// OPUS's JSON (GET /jdl/NAME/json). \param with_control adds control_parameters, which its form shows and no
/// file holds
nlohmann::ordered_json jdl_json(Jdl const& jdl, bool with_control);

/// Reads that JSON, of which other members may be missing. Throws BadDescription. \param file for messages
Jdl read_jdl_json(std::string_view document, std::string const& file);

/// Reads the VOTable form, the present one or the earlier one. What it does not know is told in `warnings`.
/// Throws BadDescription. \param file for messages
Jdl read_jdl_votable(std::string_view document, std::string const& file, std::vector<std::string>& warnings);

/// The VOTable form, byte for byte as OPUS writes it.
std::string write_jdl_votable(Jdl const& jdl);

/// The code that it describes: a draft, for a script in it is never run. What cannot be taken over is told in
/// Description::warnings.
Description description_of(Jdl const& jdl);

/// The description for OPUS's clients: what it was imported from, else made of what is known.
Jdl jdl_of(Description const& description);

}  // namespace vespa::uws

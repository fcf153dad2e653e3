#pragma once
#include <array>
#include <string_view>

namespace vespa::uws {

/// A form in which a job's provenance is served, as a child of the job and listed among its results.
struct ProvenanceForm {
    std::string_view name, file, media_type;
};

inline constexpr std::array<ProvenanceForm, 5> provenance_forms = {
    {{"provjson", "prov.json", "application/json"},
     {"provxml", "prov.xml", "text/xml"},
     {"provn", "prov.provn", "text/provenance-notation"},
     {"provsvg", "prov.svg", "image/svg+xml"},
     {"rocrate", "ro-crate-metadata.json", "application/ld+json"}}};

}  // namespace vespa::uws

#pragma once
// What clients of OPUS (ParisAstronomicalDataCentre/OPUS) ask for beside UWS.
#include <string>
#include <vector>

#include "rest/resources.hpp"
#include "uws/provenance_forms.hpp"

namespace vespa::uws {

/// /jdl: the descriptions of all codes that the sender may use, as JSON.
void serve_jdl(CallPtr const& call);
/// /jdl/CODE/FORM: one as votable, json or (if it came with one) script.
void serve_jdl(CallPtr const& call, Place const& place, std::string const& form);

/// Where an address of OPUS's leads: a job, and a child of it.
struct OpusTarget {
    std::string job;
    std::vector<std::string> child;  ///< below the job
};

/// /store?ID=ENTITY and /store/ENTITY/FILE: a result, an input or a parameter. Throws Refusal 400, 404.
OpusTarget store_target(Call const& call);

/// /provsap?ID=JOB or ENTITY: the provenance of its job, RESPONSEFORMAT=PROV-SVG (else PROV-JSON, PROV-XML,
/// PROV-N), in the W3C's classes, one job deep. Throws Refusal 400 for what is not offered.
OpusTarget provsap_target(Call const& call);

/// provjson, provxml, provn, provsvg, rocrate
void serve_provenance(CallPtr const& call, Place const& place, ProvenanceForm const& form);

}  // namespace vespa::uws

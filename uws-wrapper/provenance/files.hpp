#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "codes/description.hpp"
#include "launch/job_folder.hpp"
#include "uws/job.hpp"
#include "uws/provenance_forms.hpp"

namespace vespa::uws {

/// The form of that name; nullptr if there is none.
ProvenanceForm const* provenance_form(std::string_view name);

/// Writes all forms into one file, `provenance` of the job's folder, whole or not at all: a server that ends
/// before the job's last phase is stored writes it again, the same. Hashes the inputs: not for the loop's
/// thread. Never throws. \param job in its last phase \return empty, or why there is none
std::string write_provenance(Job const& job, Description const& description,
                             JobFolder const& folder) noexcept;

/// One form, with the URLs of a server known as `base`; nothing if it was not written.
std::optional<std::string> read_provenance(ProvenanceForm const& form, JobFolder const& folder,
                                           std::string_view base);

}  // namespace vespa::uws

#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "codes/description.hpp"
#include "uws/job.hpp"
#include "uws/requests.hpp"

namespace vespa::uws {

/// What a code's form is filled with: nothing, the values of an earlier job, or what was typed and refused.
struct Draft {
    /// By parameter, as typed; several of one name in their order. Of a file, the name it had.
    std::vector<std::pair<std::string, std::string>> values;
    std::map<std::string, std::string> faults;  ///< by parameter: what is wrong with it
    std::string refusal;                        ///< what is wrong with the whole; empty = nothing
    std::string run_id;
    std::string origin;  ///< id of the job that it was filled from
    std::string preset;  ///< name of the preset that it was filled from

    std::vector<std::string> of(std::string const& parameter) const;
};

/// The form that would make this job again.
Draft draft_of(Description const& code, Job const& job);

/// The form with the values of a preset. Throws BadValue if there is none of that name.
Draft draft_of_preset(Description const& code, std::string const& name);

/// The form as it was sent, each value checked by itself. \param why the whole was refused
Draft refused_draft(Description const& code, Controls const& sent, std::string const& why);

}  // namespace vespa::uws

#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// The name under which a job keeps what is swept; each of its values is one axis.
inline constexpr std::string_view sweep_parameter = "SWEEP";

/// One parameter and the values that it takes in turn.
struct SweepAxis {
    std::string name;
    std::vector<std::string> values;
};

/// Reads "NAME:v1,v2,..." or "NAME:start:stop:n" (n numbers from start to stop, both included). Throws
/// Refusal 400, also for more than `most` values.
SweepAxis parse_sweep(std::string_view text, std::size_t most);

/// The values of several parameters that are varied together: every combination is a member.
class Sweep {
  public:
    /// Of a job's SWEEP parameters; none if it has none. Throws Refusal 400 for malformed axes, an axis given
    /// twice, more than `most` members, a parameter that the code does not have or that cannot be varied (a
    /// file), or a value that it does not take.
    Sweep(Job const& job, Description const& description, std::size_t most);

    /// 1 if nothing is swept.
    std::size_t members() const { return members_; }
    std::vector<SweepAxis> const& axes() const { return axes_; }
    /// The value of an axis in one member; the last axis varies fastest.
    std::string const& value(std::size_t axis, std::size_t member) const;
    /// The parameters of one member: the job's own, with the swept ones set.
    std::vector<JobParameter> parameters(Job const& job, std::size_t member) const;

  private:
    std::vector<SweepAxis> axes_;
    std::size_t members_ = 1;
};

/// Whether the job is a family of others rather than a run of its own.
bool is_swept(Job const& job);

}  // namespace vespa::uws

#pragma once
#include "uws/job.hpp"

namespace vespa::uws {

/// Who decides whether the jobs' owners may have what they ask for, and keeps the tally. Called in the loop's
/// thread.
class Admission {
  public:
    virtual ~Admission() = default;
    /// Shortens execution duration and lifetime to what the owner may have.
    virtual void clamp(Job& job) const = 0;
    /// Throws Refusal 403 or 429 if the owner may not have one more job.
    virtual void check_new(Job const& job) const = 0;
    /// Throws Refusal 403 or 429 if the owner may not run this job (now); its cores are known.
    virtual void check_run(Job const& job) const = 0;
    /// A job as the store holds it: when the server starts, or as another server has left it.
    virtual void take_in(Job const& job) = 0;
    /// The job is new, or has changed.
    virtual void changed(Job const& job) = 0;
    /// The job and what it kept are gone. \param ours it was this server's to run, and to account for
    virtual void gone(Job const& job, bool ours) = 0;
};

}  // namespace vespa::uws

#pragma once
#include <functional>
#include <string>
#include <unordered_map>

#include "access/admission.hpp"
#include "access/quota_settings.hpp"
#include "access/usage.hpp"

namespace vespa::uws {

/// Holds the owners to their quotas, by a tally of their jobs that every change keeps up to date.
class Quotas : public Admission {
  public:
    /// \param groups_of the groups of an owner, as far as they are known
    /// \param usage     what ended runs have used goes there, and counts against core_hours
    Quotas(QuotaSettings settings, std::function<std::vector<std::string>(std::string const&)> groups_of,
           Usage& usage);

    void clamp(Job& job) const override;
    void check_new(Job const& job) const override;
    void check_run(Job const& job) const override;
    void take_in(Job const& job) override;
    void changed(Job const& job) override;
    void gone(Job const& job, bool ours) override;

    Quota quota(std::string const& owner) const;
    /// What an owner has at present.
    struct Tally {
        std::int64_t jobs = 0, active = 0, queued = 0, cores = 0;
        std::uint64_t bytes = 0;
    };
    Tally tally(std::string const& owner) const;
    /// In the window, with what runs have used so far.
    double core_hours(std::string const& owner) const;

  private:
    struct Share {
        Phase phase = Phase::pending;
        std::int64_t cores = 0;
        std::uint64_t bytes = 0;
        std::optional<Instant> started;
        std::int64_t to_come = 0;  ///< members that a sweep has yet to make, queued as it were
    };
    struct Owner {
        Tally tally;
        std::unordered_map<std::string, Share> jobs;  ///< by id
    };
    static Share share_of(Job const& job);
    static void count(Tally& tally, Share const& share, int sign);
    void put(Job const& job);
    Tally tally_without(Job const& job) const;

    QuotaSettings settings_;
    std::function<std::vector<std::string>(std::string const&)> groups_of_;
    Usage& usage_;
    std::unordered_map<std::string, Owner> owners_;
};

}  // namespace vespa::uws

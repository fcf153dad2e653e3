// Rates, quotas and whom forwarded headers are believed from.
#include <gtest/gtest.h>

#include "access/quotas.hpp"
#include "access/rate_limiter.hpp"
#include "access/trusted_proxies.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST(RateLimiter, GivesABurstAndThenARate) {
    RateLimiter limiter(10);
    Rate const rate{2, 3};
    auto const start = RateLimiter::Clock::now();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(limiter.take("a", rate, start), 0ns);
    EXPECT_NEAR(std::chrono::duration<double>(limiter.take("a", rate, start)).count(), 0.5, 1e-6);
    EXPECT_EQ(limiter.take("b", rate, start), 0ns);
    EXPECT_EQ(limiter.take("a", rate, start + 501ms), 0ns);
    EXPECT_GT(limiter.take("a", rate, start + 502ms), 0ns);
}

TEST(RateLimiter, RemembersABoundedNumber) {
    RateLimiter limiter(100);
    for (int i = 0; i < 10'000; ++i)
        limiter.take(std::to_string(i), {1, 1}, RateLimiter::Clock::now());
    EXPECT_EQ(limiter.size(), 100U);
}

TEST(RateLimiter, TakesAnIpv6NetworkForOneHost) {
    EXPECT_EQ(rate_key("2001:db8::1"), rate_key("2001:db8::ffff:2"));
    EXPECT_NE(rate_key("2001:db8::1"), rate_key("2001:db8:0:1::1"));
    EXPECT_EQ(rate_key("::ffff:10.1.2.3"), rate_key("10.1.2.3"));
    EXPECT_NE(rate_key("10.1.2.3"), rate_key("10.1.2.4"));
}

http::Request from(std::string peer, std::string forwarded) {
    http::Request request;
    request.peer = std::move(peer);
    request.headers = {
        {"X-Forwarded-For", std::move(forwarded)}, {"X-Forwarded-Proto", "https"}, {"Host", "h"}};
    return request;
}

TEST(TrustedProxies, AreBelievedAndNobodyElse) {
    TrustedProxies const proxies({"127.0.0.1", "10.0.0.0/8", "fd00::/8"});
    EXPECT_EQ(proxies.client_of(from("192.0.2.1", "1.2.3.4")), "192.0.2.1");
    EXPECT_EQ(proxies.client_of(from("127.0.0.1", "1.2.3.4")), "1.2.3.4");
    EXPECT_EQ(proxies.client_of(from("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.9.9.9")), "1.2.3.4");
    EXPECT_EQ(proxies.client_of(from("127.0.0.1", "<script>")), "127.0.0.1");
    EXPECT_EQ(proxies.client_of(from("fd00::5", "2001:db8::1")), "2001:db8::1");
    EXPECT_FALSE(proxies.front_of(from("192.0.2.1", "")));
    EXPECT_EQ(proxies.front_of(from("127.0.0.1", ""))->scheme, "https");
    for (auto const* const bad : {"localhost", "10.0.0.0/33", "10.0.0.0/", "fd00::/129", ""})
        EXPECT_THROW(TrustedProxies({bad}), BadAddress) << bad;
}

Job job_in(std::string id, Phase phase, int cores) {
    Job job;
    job.id = std::move(id);
    job.owner = "ada";
    job.phase = phase;
    job.cores = cores;
    job.created = now();
    return job;
}

/// The status of the refusal, 0 if there is none.
template <class Task>
int refusal_of(Task const& task) {
    try {
        task();
        return 0;
    } catch (http::Refusal const& refusal) {
        return refusal.status();
    }
}

TEST(Quotas, CountWhatAnOwnerHas) {
    Usage usage(nullptr);
    QuotaSettings settings;
    settings.user.jobs = 3;
    settings.user.active = 2;
    settings.user.cores = 4;
    Quotas quotas(
        settings, [](std::string const&) { return std::vector<std::string>(); }, usage);
    quotas.changed(job_in("a", Phase::queued, 2));
    quotas.changed(job_in("b", Phase::pending, 0));
    EXPECT_EQ(quotas.tally("ada").cores, 2);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("b", Phase::pending, 2)); }), 0);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("b", Phase::pending, 3)); }), 429);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("b", Phase::pending, 5)); }), 403);
    quotas.changed(job_in("b", Phase::queued, 1));
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("c", Phase::pending, 1)); }), 429);
    EXPECT_EQ(refusal_of([&] { quotas.check_new(job_in("c", Phase::pending, 1)); }), 0);
    quotas.changed(job_in("c", Phase::completed, 1));
    EXPECT_EQ(refusal_of([&] { quotas.check_new(job_in("d", Phase::pending, 1)); }), 403);
    quotas.gone(job_in("c", Phase::completed, 1), true);
    EXPECT_EQ(refusal_of([&] { quotas.check_new(job_in("d", Phase::pending, 1)); }), 0);
}

TEST(Quotas, CountTheMembersOfSweepsBeforeTheyAreMade) {
    Usage usage(nullptr);
    QuotaSettings settings;
    settings.user.jobs = 20;
    settings.user.active = 10;
    settings.user.cores = 12;
    Quotas quotas(
        settings, [](std::string const&) { return std::vector<std::string>(); }, usage);
    auto const sweep_of = [](std::string id, Phase phase, int members, int cores) {
        Job sweep = job_in(std::move(id), phase, cores);
        sweep.kin.members = members;
        return sweep;
    };
    EXPECT_EQ(refusal_of([&] { quotas.check_run(sweep_of("s", Phase::pending, 6, 2)); }), 0);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(sweep_of("s", Phase::pending, 7, 2)); }), 403);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(sweep_of("s", Phase::pending, 11, 1)); }), 403);
    Job sweep = sweep_of("s", Phase::queued, 6, 2);
    quotas.changed(sweep);
    EXPECT_EQ(quotas.tally("ada").jobs, 7);
    EXPECT_EQ(quotas.tally("ada").active, 6);
    EXPECT_EQ(quotas.tally("ada").cores, 12);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(sweep_of("t", Phase::pending, 6, 1)); }), 429);
    sweep.kin.complete = true;
    quotas.changed(sweep);
    EXPECT_EQ(quotas.tally("ada").jobs, 1);
    EXPECT_EQ(quotas.tally("ada").active, 0);
    EXPECT_EQ(quotas.tally("ada").cores, 0);
    quotas.gone(sweep, true);
    EXPECT_EQ(quotas.tally("ada").jobs, 0);
}

TEST(Quotas, LetGoOnWhatIsHeld) {
    Usage usage(nullptr);
    QuotaSettings settings;
    settings.user.active = 1;
    Quotas quotas(
        settings, [](std::string const&) { return std::vector<std::string>(); }, usage);
    quotas.changed(job_in("a", Phase::held, 1));
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("a", Phase::held, 1)); }), 0);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("b", Phase::pending, 1)); }), 429);
}

TEST(Quotas, AccountForRunsOnce) {
    Usage usage(nullptr);
    QuotaSettings settings;
    settings.user.core_hours = 1;
    Quotas quotas(
        settings, [](std::string const&) { return std::vector<std::string>(); }, usage);
    Job job = job_in("a", Phase::executing, 4);
    job.started = now() - 1000s;
    quotas.take_in(job);
    EXPECT_NEAR(quotas.core_hours("ada"), 4000. / 3600, 0.01);
    job.phase = Phase::completed;
    job.ended = *job.started + 900s;
    quotas.changed(job);
    quotas.changed(job);
    auto const lines = usage.between(Usage::Day::min(), Usage::Day::max());
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_DOUBLE_EQ(lines[0].use.core_seconds, 3600);
    EXPECT_EQ(lines[0].use.runs, 1U);
    EXPECT_EQ(refusal_of([&] { quotas.check_run(job_in("b", Phase::pending, 1)); }), 429);
}

TEST(Quotas, GiveTheWidestOfSeveralGroups) {
    QuotaSettings settings;
    settings.user.active = 1;
    settings.groups["a"].active = 5;
    settings.groups["b"].active = 3;
    settings.groups["c"].active = 0;
    EXPECT_EQ(quota_of(settings, {}).active, 1);
    EXPECT_EQ(quota_of(settings, {"x", "b", "a"}).active, 5);
    EXPECT_EQ(quota_of(settings, {"b", "c"}).active, 0);
}

}  // namespace
}  // namespace vespa::uws

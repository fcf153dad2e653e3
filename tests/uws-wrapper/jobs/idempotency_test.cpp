#include "jobs/idempotency.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"
#include "http/spooled_file.hpp"

namespace vespa::uws {
namespace {

std::string fingerprint(char const* form) {
    return fingerprint_of(parse_controls({}, http::parse_urlencoded(form)));
}

std::string fingerprint_of_file(char const* name, std::string const& bytes) {
    auto const file = std::make_shared<http::SpooledFile>("/tmp");
    file->append(bytes);
    file->finish();
    Controls controls;
    controls.parameters.push_back({"table", "", true, name, "text/csv", file});
    return fingerprint_of(controls);
}

TEST(Fingerprint, IsThatOfTheRequestWhateverItsOrder) {
    std::string const one = fingerprint("a=1&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,2");
    EXPECT_EQ(one.size(), 64u);
    EXPECT_EQ(one, fingerprint("SWEEP=c:1,2&runid=x&phase=RUN&B=2&a=1"));
    for (char const* const other :
         {"a=1&b=2&PHASE=RUN&RUNID=x", "a=1&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,3",
          "a=2&b=1&PHASE=RUN&RUNID=x&SWEEP=c:1,2", "a=1&b=2&RUNID=x&SWEEP=c:1,2",
          "a=1&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,2&EXECUTIONDURATION=1",
          "a=1&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,2&DESTRUCTION=2030",
          "a=1&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,2&CLONE=1", "a=1&b=2&b=2&PHASE=RUN&RUNID=x&SWEEP=c:1,2"})
        EXPECT_NE(one, fingerprint(other)) << other;
}

TEST(Fingerprint, HasTheBytesOfFilesInIt) {
    EXPECT_EQ(fingerprint_of_file("n", "bytes"), fingerprint_of_file("n", "bytes"));
    EXPECT_NE(fingerprint_of_file("n", "bytes"), fingerprint_of_file("n", "other"));
    EXPECT_NE(fingerprint_of_file("n", "bytes"), fingerprint_of_file("m", "bytes"));
}

TEST(IdempotencyKeys, AreAnOwnersInACode) {
    IdempotencyKeys keys;
    Job job;
    job.id = "1";
    job.owner = "ada";
    job.code = "c";
    keys.add(job);  // without a key
    EXPECT_EQ(keys.find("ada", "c", ""), "");
    job.kin.key = "k";
    keys.add(job);
    EXPECT_EQ(keys.find("ada", "c", "k"), "1");
    EXPECT_EQ(keys.find("bob", "c", "k"), "");
    EXPECT_EQ(keys.find("ada", "d", "k"), "");
    Job later = job;
    later.id = "2";
    keys.add(later);
    keys.remove(job);  // the key is not its any more
    EXPECT_EQ(keys.find("ada", "c", "k"), "2");
    keys.remove(later);
    EXPECT_EQ(keys.find("ada", "c", "k"), "");
}

TEST(IdempotencyKeys, AreShortAndVisible) {
    EXPECT_NO_THROW(check_idempotency_key("3f9a-51c0"));
    EXPECT_NO_THROW(check_idempotency_key(std::string(200, 'k')));
    for (auto const& bad :
         {std::string(), std::string(201, 'k'), std::string("a b"), std::string("\xC3\xA9")})
        EXPECT_THROW(check_idempotency_key(bad), http::Refusal) << bad;
}

}  // namespace
}  // namespace vespa::uws

// The diagnostic program and its description, as a server uses them.
#include "codes/command_line.hpp"
#include "codes/results.hpp"
#include "http/sha256.hpp"
#include "launch/progress.hpp"
#include "uws-wrapper/codes/sample.hpp"
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class Selftest : public RunningJobs {
  protected:
    ExitRecord run_with(Values const& values) {
        folder().create();
        return run(launcher(), folder(), make_task(description_, values, folder(), places_, 60));
    }
    std::string result(std::size_t number) const {
        auto const found = find_results(description_, folder());
        return number < found.size() ? content_of(found[number].path) : "no such result";
    }

    Description const description_ = read_description(VESPA_SOURCE_DIR "/uws-wrapper/selftest/selftest.json");
    Places const places_{
        .programs = std::filesystem::path(VESPA_SELFTEST).parent_path(), .scripts = "/", .max_ranks = 2};
};

TEST_F(Selftest, TakesEveryParameterItIsDescribedWith) {
    folder().create();
    std::ofstream(folder().in() / "file") << "abc";
    Values values = {{"upload", "file"}};
    for (auto const& parameter : description_.parameters)
        if (parameter.datatype != Datatype::file)
            values.emplace_back(parameter.name, parameter.default_value);
    auto const record = run_with(values);
    EXPECT_EQ(record.exit_code, 0) << content_of(folder().stderr_log());
    EXPECT_EQ(read_spec(folder()).argv.front(), VESPA_SELFTEST) << "one rank needs no mpirun";
    // SHA-256 of "abc": FIPS 180-2, appendix B.1
    EXPECT_TRUE(result(0).ends_with("\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"))
        << result(0);
}

TEST_F(Selftest, HashesUploadsOfAnyLength) {
    folder().create();
    for (std::size_t const length : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 119u, 120u, 1'500'000u}) {
        std::string content(length, 'a');
        for (std::size_t i = 0; i < length; ++i)
            content[i] = static_cast<char>(i * 7 % 256);
        std::ofstream(folder().in() / "file", std::ios::binary) << content;
        http::Sha256 digest;
        digest.add(content);
        run_with({{"upload", "file"}});
        EXPECT_TRUE(result(0).ends_with("\n" + digest.finish() + "\n")) << length;
        folder().clear_run();
    }
}

TEST_F(Selftest, EndsAsAsked) {
    EXPECT_EQ(run_with({{"exit_code", "42"}, {"text", "hello"}}).exit_code, 42);
    EXPECT_TRUE(result(0).starts_with("started 2")) << result(0);
    EXPECT_TRUE(result(0).ends_with("\nhello\n")) << result(0);
}

TEST_F(Selftest, WritesABlob) {
    run_with({{"bytes", "3000000"}});
    auto const blob = result(1);
    ASSERT_EQ(blob.size(), 3000000u);
    for (std::size_t i = 0; i < blob.size(); ++i)
        ASSERT_EQ(static_cast<unsigned char>(blob[i]), i % 251) << i;
}

TEST_F(Selftest, EchoesAQuery) {
    EXPECT_EQ(run_with({{"QUERY", "SELECT a<b & c FROM t"}}).exit_code, 0);
    EXPECT_NE(result(0).find("QUERY_STATUS\" value=\"OK\""), std::string::npos);
    EXPECT_NE(result(0).find("<TD>SELECT a&lt;b &amp; c FROM t</TD>"), std::string::npos);
    EXPECT_EQ(find_results(description_, folder())[0].declared.content_type, "application/x-votable+xml");
}

TEST_F(Selftest, FailsAQueryThatSaysSo) {
    EXPECT_EQ(run_with({{"QUERY", "ERROR on purpose"}}).exit_code, 1);
    EXPECT_NE(content_of(folder().stderr_log()).find("ERROR on purpose"), std::string::npos);
}

TEST_F(Selftest, ReportsItsProgress) {
    run_with({{"progress", "4"}, {"seconds", "0.02"}, {"ranks", "2"}});
    auto const progress = read_progress(folder());
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->fraction, 1);
    EXPECT_EQ(progress->total, 4);
    EXPECT_EQ(progress->message, "report 4 of 4");
}

TEST_F(Selftest, RefusesWhatItDoesNotKnow) {
    for (std::string const argument :
         {"--seconds", "--seconds=", "--seconds=-1", "--seconds=nan", "--exit_code=256", "--exit_code=1x",
          "--ignore_term=yes", "--unknown=1", "text"}) {
        Task task;
        task.argv = {VESPA_SELFTEST, argument};
        folder().create();
        EXPECT_EQ(run(launcher(), folder(), task).exit_code, 64) << argument;
        folder().clear_run();
    }
}

}  // namespace
}  // namespace vespa::uws

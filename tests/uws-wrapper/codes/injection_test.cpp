// Values are values: whatever they hold, the program gets it as it is and nothing else happens.
#include "codes/command_line.hpp"
#include "uws-wrapper/codes/sample.hpp"
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class Injection : public RunningJobs, public testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(Ranks, Injection, testing::Values(1, 2));

TEST_P(Injection, ChangesNothing) {
    auto const description = read_description(VESPA_SOURCE_DIR "/uws-wrapper/selftest/selftest.json");
    Places const places{
        .programs = std::filesystem::path(VESPA_SELFTEST).parent_path(), .scripts = "/", .max_ranks = 2};
    std::vector<std::string> const texts = {
        "; touch ../../owned",
        "$(touch ../../owned) `touch ../../owned` ${HOME} $HOME ~ * ?",
        "' \" \\ \\\" '\"'\"' | & > ../../owned < /etc/passwd # !! % ^ ( ) { } [ ]",
        "--exit_code=7",
        "-x",
        ":",
        "a\nb\r\nc\td",
        " leading and trailing ",
        "{program} {python} %s %n",
        "\u00e9 \U0001f30c \u202e",
        "/../../etc/passwd",
        std::string(1000, '\\'),
    };
    int number = 0;
    for (auto const& text : texts) {
        auto const job = folder("job" + std::to_string(number++));
        job.create();
        auto const task =
            make_task(description, {{"text", text}, {"ranks", std::to_string(GetParam())}}, job, places, 60);
        auto const record = run(launcher(), job, task);
        EXPECT_EQ(record.exit_code, 0) << text << ": " << content_of(job.stderr_log());
        auto const result = content_of(job.work() / "result.txt");
        EXPECT_EQ(result.substr(result.find('\n') + 1), text + "\n");
        if (GetParam() > 1 && number == 4)
            break;  // mpirun hands on all alike, and takes half a second each time
    }
    EXPECT_FALSE(std::filesystem::exists(base_ / "owned"));
}

TEST_F(RunningJobs, EveryByteOfAnArgumentArrives) {
    std::string every;
    for (int byte = 1; byte < 128; ++byte)
        every += static_cast<char>(byte);
    Task task;
    task.argv = {"/usr/bin/printf", "%s|", "--text=" + every, "", "--last"};
    run(launcher(), folder(), task);
    EXPECT_EQ(content_of(folder().stdout_log()), "--text=" + every + "||--last|");
}

}  // namespace
}  // namespace vespa::uws

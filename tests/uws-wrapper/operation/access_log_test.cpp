#include "operation/access_log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

http::Exchange exchange(std::string const& target, int status) {
    return {http::Method::post, target, "10.0.0.1", "abc", status, 321, 1500us};
}

TEST(AccessLog, SaysInJsonWhatWasAskedAndAnswered) {
    auto const line =
        nlohmann::json::parse(log_line(exchange("/rest/a/1/phase?token=secret", 303), true, "now"));
    EXPECT_EQ(line, (nlohmann::json{{"time", "now"},
                                    {"request", "abc"},
                                    {"peer", "10.0.0.1"},
                                    {"method", "POST"},
                                    {"path", "/rest/a/1/phase"},
                                    {"route", "/rest/{code}/{job}/phase"},
                                    {"status", 303},
                                    {"bytes", 321},
                                    {"took_us", 1500}}));
}

TEST(AccessLog, SaysItInWordsToo) {
    EXPECT_EQ(log_line(exchange("/a?b", 200), false, "now"), "now abc 10.0.0.1 POST /a 200 321 B 1500 us");
    EXPECT_EQ(log_line(exchange("", 400), false, "now"), "now abc 10.0.0.1 POST - 400 321 B 1500 us");
}

class LogFile : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-log-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    LogSettings settings(LogSettings::Requests requests) const { return {requests, folder_ / "log", false}; }
    static int lines(std::filesystem::path const& file) {
        std::ifstream in(file);
        int count = 0;
        for (std::string line; std::getline(in, line);)
            ++count;
        return count;
    }
    std::filesystem::path folder_;
};

TEST_F(LogFile, GetsTheRequestsThatAreWanted) {
    for (auto const& [requests, wanted] :
         {std::pair(LogSettings::Requests::all, 2), {LogSettings::Requests::failed, 1}}) {
        std::filesystem::remove(folder_ / "log");
        AccessLog log(settings(requests));
        log.write(exchange("/a", 200));
        log.write(exchange("/a", 404));
        EXPECT_EQ(lines(folder_ / "log"), wanted);
    }
    std::filesystem::remove(folder_ / "log");
    AccessLog none(settings(LogSettings::Requests::none));
    none.write(exchange("/a", 500));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "log"));
}

TEST_F(LogFile, IsOpenedAnewAfterItWasMovedAway) {
    AccessLog log(settings(LogSettings::Requests::all));
    log.write(exchange("/a", 200));
    std::filesystem::rename(folder_ / "log", folder_ / "old");
    log.reopen();
    log.write(exchange("/a", 200));
    EXPECT_EQ(lines(folder_ / "old"), 1);
    EXPECT_EQ(lines(folder_ / "log"), 1);
    EXPECT_THROW(AccessLog({LogSettings::Requests::all, folder_ / "no" / "log", true}), std::system_error);
}

TEST(LogSettings, AreRead) {
    auto const read = [](std::string const& text) {
        return read_log_settings(Settings::parse(text, "/x/vespa.toml"));
    };
    EXPECT_EQ(read("").requests, LogSettings::Requests::none);
    LogSettings const log = read("requests = \"failed\"\nfile = \"a.log\"\nform = \"plain\"");
    EXPECT_EQ(log.requests, LogSettings::Requests::failed);
    EXPECT_EQ(log.file, std::filesystem::path("/x/a.log"));
    EXPECT_FALSE(log.json);
    for (char const* const bad : {"requests = \"some\"", "form = 3", "wrong = 1", "file = \"\""})
        EXPECT_THROW(read(bad), BadSetting) << bad;
}

}  // namespace
}  // namespace vespa::uws

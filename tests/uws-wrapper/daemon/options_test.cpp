#include "daemon/options.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "daemon/configuration.hpp"

namespace vespa::uws {
namespace {

ServerOptions options_of(std::vector<char const*> arguments) {
    return parse_options(arguments, "/opt/vespa/bin");
}

TEST(Options, HaveDefaultsBesideTheProgram) {
    auto const options = options_of({});
    EXPECT_EQ(options.address, "127.0.0.1");
    EXPECT_EQ(options.port, 8642);
    EXPECT_EQ(options.codes, std::vector<std::filesystem::path>{"/opt/vespa/share/vespa-hpc/descriptions"});
    EXPECT_EQ(options.programs, "/opt/vespa/bin");
    EXPECT_EQ(options.scripts, "/opt/vespa/share/vespa-hpc/scripts");
    EXPECT_TRUE(options.data.is_absolute());
    EXPECT_FALSE(options.help);
}

TEST(Options, AreReadInBothForms) {
    auto const options = options_of({"--listen=[::1]:80", "--codes", "a", "--codes=b", "--cores", "7",
                                     "--data", "/d/../e", "--public-url", "https://h/=", "--version"});
    EXPECT_EQ(options.address, "::1");
    EXPECT_EQ(options.port, 80);
    EXPECT_EQ(options.codes, (std::vector<std::filesystem::path>{"a", "b"}));
    EXPECT_EQ(options.cores, 7);
    EXPECT_EQ(options.data, "/e");
    EXPECT_EQ(options.public_url, "https://h/=");
    EXPECT_TRUE(options.version);
}

TEST(Options, AreRefusedWithAReason) {
    using Arguments = std::vector<char const*>;
    for (Arguments const& bad : {Arguments{"--listen"},
                                 {"--listen", "8642"},
                                 {"--listen", "host:1"},
                                 {"--listen", "1.2.3.4:"},
                                 {"--listen", ":1"},
                                 {"--listen", "1.2.3.4:65536"},
                                 {"--cores", "0"},
                                 {"--cores", "1.5"},
                                 {"--cores", ""},
                                 {"--data", ""},
                                 {"--nothing"},
                                 {"--nothing=1"},
                                 {"stray"},
                                 {"--help=1"},
                                 {"-h"}})
        EXPECT_THROW(options_of(bad), UsageError) << bad.front();
}

class ConfigurationFile : public testing::Test {
  protected:
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// Options read with this text as the configuration file.
    ServerOptions read(std::string const& text, std::vector<char const*> arguments = {}) {
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "uwsd.toml") << text;
        file_ = (folder_ / "uwsd.toml").string();
        arguments.insert(arguments.end(), {"--config", file_.c_str()});
        return options_of(arguments);
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("vespa-options-" + std::to_string(::getpid()));
    std::string file_;
};

TEST_F(ConfigurationFile, SetsWhatTheCommandLineLeavesOpen) {
    auto const options = read(
        "[server]\nlisten = \"127.0.0.2:99\"\ncodes = [\"a\", \"/b\"]\ndata = \"jobs\"\n"
        "cores = 3\n[limits]\nmost-waiters = 5\n",
        {"--cores", "2"});
    EXPECT_EQ(options.address, "127.0.0.2");
    EXPECT_EQ(options.port, 99);
    EXPECT_EQ(options.cores, 2);
    EXPECT_EQ(options.data, folder_ / "jobs");
    EXPECT_EQ(options.codes, (std::vector<std::filesystem::path>{folder_ / "a", "/b"}));
    EXPECT_EQ(read_configuration(options.settings).policy.most_waiters, 5U);
    EXPECT_EQ(read("[server]\ncodes = [\"a\"]", {"--codes", "c"}).codes,
              std::vector<std::filesystem::path>{"c"});
}

TEST_F(ConfigurationFile, IsRefusedWithAReason) {
    EXPECT_THROW(read("[server]\nlisten = \"here\""), BadSetting);
    EXPECT_THROW(read("[server]\ncores = 0"), BadSetting);
    EXPECT_THROW(read("[server]\nunknown = 1"), BadSetting);
    EXPECT_THROW(read_configuration(read("[unknown]").settings), BadSetting);
    EXPECT_THROW(read_configuration(read("[limits]\nunknown = 1").settings), BadSetting);
    EXPECT_THROW(
        read_configuration(read("[limits]\nlongest-duration = \"1 h\"\ndefault-duration = \"2 h\"").settings),
        BadSetting);
    EXPECT_THROW(options_of({"--config", "/nowhere"}), BadSetting);
}

TEST(Options, HelpNamesEachOfThem) {
    for (char const* const name : {"--listen", "--public-url", "--data", "--codes", "--programs", "--scripts",
                                   "--mpirun", "--cores", "--config", "--check", "--help", "--version"})
        EXPECT_NE(help_text().find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace vespa::uws

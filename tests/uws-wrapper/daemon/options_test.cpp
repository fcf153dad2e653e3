#include "daemon/options.hpp"

#include <gtest/gtest.h>

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

TEST(Options, HelpNamesEachOfThem) {
    for (char const* const name : {"--listen", "--public-url", "--data", "--codes", "--programs", "--scripts",
                                   "--mpirun", "--cores", "--help", "--version"})
        EXPECT_NE(help_text().find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace vespa::uws

// [access] of the configuration: the example of the README is read as it stands, and what is wrong is
// refused.
#include "access/access_settings.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace vespa::uws {
namespace {

class AccessSettingsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-access-XXXXXX";
        folder = ::mkdtemp(name);
        for (char const* const file : {"egi.secret", "eduteams.secret"}) {
            std::ofstream(folder / file) << "a secret\n";
            ::chmod((folder / file).c_str(), 0600);
        }
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    AccessSettings read(std::string const& text) const {
        Settings const settings = Settings::parse(text, folder / "uwsd.toml");
        AccessSettings access = read_access(settings.table("access"));
        settings.finish();
        return access;
    }
    std::string complaint(std::string const& text) const {
        try {
            read(text);
        } catch (BadSetting const& bad) {
            return bad.what();
        }
        return "nothing was refused";
    }

    std::filesystem::path folder;
};

std::string with(std::string text, std::string const& old, std::string const& changed) {
    auto const at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), changed);
}

std::string example() {
    std::ostringstream readme;
    readme << std::ifstream(VESPA_SOURCE_DIR "/uws-wrapper/access/README.md").rdbuf();
    std::string const text = readme.str();
    auto const begin = text.find("```toml\n") + 8;
    return with(text.substr(begin, text.find("```", begin) - begin), "token-sha256 = \"…\"",
                "token-sha256 = \"" + std::string(64, '0') + "\"");
}

TEST_F(AccessSettingsTest, OfTheReadmeAreRead) {
    AccessSettings const access = read(example());
    ASSERT_EQ(access.providers.size(), 2U);
    EXPECT_EQ(access.providers[0].user_claim, "voperson_id");
    EXPECT_TRUE(access.providers[0].introspect);
    EXPECT_EQ(access.providers[0].client_secret, "a secret");
    EXPECT_EQ(access.providers[1].group_rules.space, "urn:geant:eduteams.org");
    EXPECT_EQ(access.code_groups.at("lbl"), std::vector<std::string>{"vespa"});
    EXPECT_EQ(access.quotas.window_days, 7);
    EXPECT_EQ(access.quotas.guest.duration_s, 600);
    EXPECT_EQ(access.quotas.groups.at("vespa:modellers").core_hours, 5000);
    EXPECT_EQ(access.quotas.groups.at("vespa:modellers").active, 50) << "what it leaves out is as for users";
    EXPECT_EQ(access.rates.guest.at_once, 100);
}

TEST_F(AccessSettingsTest, AreCarefulWithoutAWord) {
    AccessSettings const access = read("");
    EXPECT_TRUE(access.admins.empty() && access.operators.empty() && access.users.empty());
    EXPECT_TRUE(access.providers.empty() && access.trusted_proxies.empty());
    EXPECT_GT(access.rates.wrong.a_second, 0) << "guessing is slowed down";
    EXPECT_EQ(access.session, std::chrono::hours(12));
}

TEST_F(AccessSettingsTest, ThatAreWrongAreRefused) {
    struct {
        char const *old, *changed, *said;
    } const cases[] = {
        {"guests = true", "guest = true", "guest"},
        {"guests = true", "guests = \"no\"", "true or false"},
        {"https://proxy.eduteams.org", "http://proxy.eduteams.org", "https"},
        {"https://proxy.eduteams.org", "https://aai.egi.eu/auth/realms/egi", "another provider"},
        {"name = \"eduteams\"", "name = \"edu/teams\"", "small letters"},
        {"eduteams.secret", "none.secret", "none.secret"},
        {"groups = [\"vespa\"]\n\n[access.rates]", "groups = []\n\n[access.rates]", "at least one group"},
        {"groups = [\"vespa\"]\n\n[access.rates]", "\n[access.rates]", "at least one group"},
        {"[\"127.0.0.1\"]", "[\"localhost\"]", "localhost"},
        {"name = \"ada\"", "name = \"egi/ada\"", "letters"},
        {"name = \"ada\"", "name = \"anonymous\"", "anonymous"},
        {"window = \"7 d\"", "window = \"30 h\"", "whole days"},
        {"core-hours = 5000", "core-hour = 5000", "core-hour"},
        {"guest-burst = 100", "guest-burst = 0", "guest-burst"},
        {"introspection = true", "introspection = 1", "introspection"},
    };
    for (auto const& one : cases) {
        std::string const said = complaint(with(example(), one.old, one.changed));
        EXPECT_NE(said.find(one.said), std::string::npos) << one.changed << ": " << said;
        EXPECT_NE(said.find("uwsd.toml:"), std::string::npos) << said;
    }
}

TEST_F(AccessSettingsTest, SecretsThatOthersMayReadAreRefused) {
    ::chmod((folder / "egi.secret").c_str(), 0644);
    EXPECT_NE(complaint(example()).find("egi.secret"), std::string::npos);
}

}  // namespace
}  // namespace vespa::uws

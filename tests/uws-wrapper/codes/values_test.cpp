#include "codes/values.hpp"

#include <gtest/gtest.h>

#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

/// What check_value() complains of; "" if it does not.
std::string error_of(char const* parameter, std::string const& text) {
    static auto const description = sample();
    try {
        check_value(*description.find(parameter), text);
        return {};
    } catch (BadValue const& error) {
        return error.what();
    }
}

TEST(ParameterValues, OfEveryTypeAreTaken) {
    for (auto const& [parameter, text] : std::vector<std::pair<char const*, std::string>>{
             {"tolerance", "1e-8"},
             {"tolerance", "+.0001"},
             {"tolerance", "1E-13"},
             {"tolerance", "0.001"},
             {"max-steps", "1"},
             {"max-steps", "+9223372036854775807"},
             {"mode", "x"},
             {"frequencies", ""},
             {"frequencies", "1,2,3 ; anything \n at all \u00e9"},
             {"samples", "true"},
             {"samples", "0"},
             {"launch-list", "my rays (2).txt"},
             {"ranks", "4"}})
        EXPECT_EQ(error_of(parameter, text), "") << parameter << " = " << text;
}

TEST(ParameterValues, OfAnotherTypeAreRefused) {
    for (auto const& [parameter, text] :
         std::vector<std::pair<char const*, std::string>>{{"tolerance", ""},
                                                          {"tolerance", "small"},
                                                          {"tolerance", "1e-8x"},
                                                          {"tolerance", " 1e-8"},
                                                          {"tolerance", "1e-8 "},
                                                          {"tolerance", "nan"},
                                                          {"tolerance", "inf"},
                                                          {"tolerance", "-inf"},
                                                          {"tolerance", "0x1p-20"},
                                                          {"tolerance", "1,5"},
                                                          {"tolerance", "+-1e-8"},
                                                          {"tolerance", "+"},
                                                          {"tolerance", "1e-400"},
                                                          {"max-steps", "1.0"},
                                                          {"max-steps", "1e3"},
                                                          {"max-steps", "0x10"},
                                                          {"max-steps", "9223372036854775808"},
                                                          {"samples", "yes"},
                                                          {"samples", "TRUE"},
                                                          {"samples", ""},
                                                          {"mode", "O"},
                                                          {"mode", ""},
                                                          {"ranks", "two"},
                                                          {"ranks", "0"},
                                                          {"ranks", "-1"}})
        EXPECT_NE(error_of(parameter, text), "") << parameter << " = " << text;
}

TEST(ParameterValues, OutOfRangeSayWhatIsAllowed) {
    EXPECT_EQ(error_of("tolerance", "0.1"),
              "parameter tolerance: \"0.1\" is out of range; allowed: from 1e-13 to 1e-3");
    EXPECT_EQ(error_of("max-steps", "0"),
              "parameter max-steps: \"0\" is out of range; allowed: at least 1 step");
    EXPECT_EQ(error_of("mode", "z"), "parameter mode: \"z\" is none of its options; allowed: o, x");
    EXPECT_EQ(error_of("max-steps", "1.5"), "parameter max-steps: \"1.5\" is not an integer of 64 bits");
}

TEST(ParameterValues, NulAndGiantsAreRefused) {
    EXPECT_NE(error_of("frequencies", std::string("a\0b", 3)), "");
    EXPECT_EQ(error_of("frequencies", std::string(100000, 'x')), "");
    EXPECT_NE(error_of("frequencies", std::string(100001, 'x')), "");
    EXPECT_LT(error_of("tolerance", std::string(90000, 'x')).size(), 200u) << "a giant is quoted whole";
}

TEST(ParameterValues, FilesAreNamesNotPaths) {
    for (std::string const name :
         {"", ".", "..", "../spec.json", "/etc/passwd", "a/b", ".hidden", "-o", "a\nb", "a\x7f"})
        EXPECT_FALSE(is_plain_file_name(name)) << name;
    EXPECT_FALSE(is_plain_file_name(std::string(201, 'x')));
    EXPECT_FALSE(is_plain_file_name(std::string_view("a\0b", 3)));
    EXPECT_TRUE(is_plain_file_name("run.toml"));
    EXPECT_TRUE(is_plain_file_name("\u00e9 $(x).txt"));
}

TEST(ParameterSets, UnknownAndRepeatedNamesAreRefused) {
    auto const description = sample();
    EXPECT_NO_THROW(check_values(description, {{"mode", "o"}, {"model", "a"}, {"model", "b"}}));
    EXPECT_THROW(check_values(description, {{"LD_PRELOAD", "x"}}), BadValue);
    EXPECT_THROW(check_values(description, {{"", "x"}}), BadValue);
    EXPECT_THROW(check_values(description, {{"--mode", "o"}}), BadValue);
    EXPECT_THROW(check_values(description, {{"mode", "o"}, {"mode", "o"}}), BadValue);
    EXPECT_THROW(check_values(description, {{"mode", "o"}, {"MODE", "x"}}), BadValue);
    EXPECT_THROW(check_values(description, {{"ranks", "1"}, {"ranks", "2"}}), BadValue);
}

TEST(ParameterSets, RequiredOnesAreAskedForAtTheEnd) {
    auto const description = sample();
    EXPECT_NO_THROW(check_values(description, {}));
    EXPECT_THROW(check_complete(description, {{"mode", "o"}}), BadValue);
    EXPECT_NO_THROW(check_complete(description, {{"Frequencies", "1"}}));
}

TEST(ParameterSets, RequiredOnesMayStandInAConfigurationFile) {
    auto description = sample();
    EXPECT_NO_THROW(check_complete(description, {{"mode", "o"}, {"config", "run.toml"}}));
    EXPECT_NO_THROW(check_complete(description, {{"CONFIG", "run.toml"}}));
    EXPECT_THROW(check_complete(description, {{"config", "run.toml"}, {"mode", "sideways"}}), BadValue);
    description.launch.config_parameter.clear();
    EXPECT_THROW(check_complete(description, {{"config", "run.toml"}}), BadValue);
}

}  // namespace
}  // namespace vespa::uws

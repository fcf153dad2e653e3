#include "planet/magnetic_field/multipole_file.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "core/errors/bad_input.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

std::string const header =
    "vespa-multipoles 1\nname A\nbody b\nradius_km 1000\ndegree 2\ndefault_degree 2\ncitation C\ndoi D\n";
std::string const terms = "1 0 5 0\n1 1 6 7\n2 0 8 0\n2 1 9 10\n2 2 11 -12.5\n";
std::string const good = header + "terms n m g h\n" + terms;

MultipoleCoefficients read(std::string const& text) {
    std::istringstream stream(text);
    return read_multipole_coefficients(stream, "model.txt");
}

// The message of the refusal; empty when the text is accepted.
std::string refusal(std::string const& text) {
    try {
        read(text);
        return "";
    } catch (BadInput const& error) {
        return error.what();
    }
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(MultipoleFile, IsRead) {
    auto const c = read("# comment\n\n" + replaced(good, "terms", "  # another\n\tterms  ") + "# end\n\n");
    EXPECT_EQ(c.name, "A");
    EXPECT_EQ(c.radius_m, 1e6);
    EXPECT_EQ(c.degree, 2);
    EXPECT_EQ(c.order, 2);
    EXPECT_FALSE(c.dated);
    EXPECT_DOUBLE_EQ(c.g[MultipoleCoefficients::index(2, 1)], 9e-9);
    EXPECT_DOUBLE_EQ(c.h[MultipoleCoefficients::index(2, 2)], -12.5e-9);
}

TEST(MultipoleFile, LinesMayEndAsOnWindows) {
    std::string text;
    for (char const c : good)
        text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(refusal(text), "");
}

TEST(MultipoleFile, AnOrderBelowTheDegreeLeavesTermsOut) {
    std::string const text =
        replaced(header, "degree 2", "degree 2\norder 0") + "terms n m g h\n1 0 5 0\n2 0 8 0\n";
    auto const c = read(text);
    EXPECT_EQ(c.order, 0);
    EXPECT_DOUBLE_EQ(c.g[MultipoleCoefficients::index(2, 0)], 8e-9);
    EXPECT_EQ(c.g[MultipoleCoefficients::index(2, 1)], 0);
}

TEST(MultipoleFile, EveryShippedModelIsReadAndNamesItsSource) {
    struct Shipped {
        char const* file;
        char const* body;
        int degree, default_degree;
    };
    for (auto const& model : {Shipped{"jrm33", "jupiter", 30, 13},
                              {"jrm09", "jupiter", 20, 10},
                              {"cassini11", "saturn", 12, 11},
                              {"igrf14", "earth", 13, 13},
                              {"kivelson2002", "ganymede", 1, 1}}) {
        auto const c = read_multipole_file(testing::shipped_models() + "/" + model.file + ".txt");
        EXPECT_EQ(c.body, model.body);
        EXPECT_EQ(c.degree, model.degree);
        EXPECT_EQ(c.default_degree, model.default_degree);
        EXPECT_TRUE(c.doi.starts_with("10.")) << c.doi;
        EXPECT_GT(c.citation.size(), 30u);
    }
}

struct Bad {
    std::string text;
    std::string message;  // part of it
};

class BadMultipoleFile : public ::testing::TestWithParam<Bad> {};

TEST_P(BadMultipoleFile, IsRefusedWithItsLine) {
    EXPECT_NE(refusal(GetParam().text).find(GetParam().message), std::string::npos)
        << "\"" << refusal(GetParam().text) << "\" lacks \"" << GetParam().message << "\"";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadMultipoleFile,
    ::testing::Values(
        Bad{"", "model.txt:1: not a file of multipole coefficients"},
        Bad{"g 1 0 4\n", "model.txt:1: not a file"},
        Bad{replaced(good, "multipoles 1", "multipoles 2"), "first line \"vespa-multipoles 1\""},
        Bad{replaced(good, "body b", "planet b"), "model.txt:3: key \"planet\"; allowed: name, body"},
        Bad{replaced(good, "body b", "body"), "model.txt:3: no value for body"},
        Bad{replaced(good, "body b", "name B"), "model.txt:3: name appears twice"},
        Bad{replaced(good, "body b\n", ""), "no line \"body\" before the terms"},
        Bad{header, "the file ends before its terms"},
        Bad{replaced(good, "radius_km 1000", "radius_km -1"), "radius_km is \"-1\""},
        Bad{replaced(good, "radius_km 1000", "radius_km 1000 km"), "radius_km is \"1000 km\""},
        Bad{replaced(good, "degree 2", "degree 151"), "degree is \"151\"; allowed: an integer from 1 to 150"},
        Bad{replaced(good, "degree 2", "degree 0"), "degree is \"0\""},
        Bad{replaced(good, "degree 2", "degree 2.5"), "degree is \"2.5\""},
        Bad{replaced(good, "default_degree 2", "default_degree 3"), "default_degree is \"3\""},
        Bad{replaced(good, "degree 2", "degree 2\norder 3"), "order is \"3\""},
        Bad{replaced(good, "degree 2", "degree 2\nfirst_year 1"), "first_year and last_year without epoch"},
        Bad{replaced(good, "degree 2", "degree 2\nepoch 2025"), "no line \"first_year\""},
        Bad{replaced(good, "degree 2", "degree 2\nepoch 2025\nfirst_year 2030\nlast_year 2025"),
            "last_year is \"2025\""},
        Bad{replaced(good, "terms n m g h", "terms n m h g"), "columns \"n m h g\"; allowed: n m g h"},
        Bad{replaced(good, "1 1 6 7\n", ""), "term n = 2, m = 0 out of order; allowed: term n = 1, m = 1"},
        Bad{replaced(good, "1 1 6 7\n", "1 1 6 7\n1 1 6 7\n"),
            "model.txt:12: term n = 1, m = 1 out of order; allowed: term n = 2, m = 0"},
        Bad{replaced(good, "2 2 11 -12.5\n", ""), "the file ends before term n = 2, m = 2"},
        Bad{good + "3 0 1 0\n", "a line after the last term"},
        Bad{replaced(good, "1 1 6 7", "1 1 6"), "a term of 3 columns; allowed: n m g h"},
        Bad{replaced(good, "1 1 6 7", "1 1 6 7 8"), "a term of 5 columns"},
        Bad{replaced(good, "1 1 6 7", "1 2 6 7"), "term n = 1, m = 2 out of order"},
        Bad{replaced(good, "1 1 6 7", "1 -1 6 7"), "m is \"-1\""},
        Bad{replaced(good, "1 1 6 7", "1 1 nan 7"), "g is \"nan\""},
        Bad{replaced(good, "1 1 6 7", "1 1 6 inf"), "h is \"inf\""},
        Bad{replaced(good, "1 1 6 7", "1 1 6x 7"), "g is \"6x\""},
        Bad{replaced(good, "1 1 6 7", "1 1 1e30 7"), "g is \"1e30\""},
        Bad{replaced(good, "1 0 5 0", "1 0 5 3"), "model.txt:10: h of order 0 is \"3\"; allowed: 0"},
        Bad{replaced(good, "name A", "name " + std::string(2000, 'x')), "a line of 2005 bytes"}));

TEST(MultipoleFile, ADatedModelNeedsItsRates) {
    std::string const dated =
        replaced(header, "degree 2", "degree 2\nepoch 2025\nfirst_year 2025\nlast_year 2030");
    EXPECT_NE(refusal(dated + "terms n m g h\n" + terms)
                  .find("columns \"n m g h\"; allowed: n m g h g_rate h_rate"),
              std::string::npos);
    EXPECT_NE(refusal(dated + "terms n m g h g_rate h_rate\n" + terms).find("a term of 4 columns"),
              std::string::npos);
    std::string const complete = "1 0 5 0 1 0\n1 1 6 7 2 3\n2 0 8 0 0 0\n2 1 9 10 0 0\n2 2 11 12 0 -1\n";
    auto const c = read(dated + "terms n m g h g_rate h_rate\n" + complete);
    EXPECT_DOUBLE_EQ(c.h_rate[MultipoleCoefficients::index(2, 2)], -1e-9);
    EXPECT_EQ(c.last_year, 2030);
}

TEST(MultipoleFile, AFileThatIsNotThereIsNamed) {
    EXPECT_THROW(read_multipole_file("/nonexistent/model.txt"), BadInput);
    EXPECT_THROW(read_multipole_file(testing::shipped_models()), BadInput);
}

}  // namespace
}  // namespace vespa::planet

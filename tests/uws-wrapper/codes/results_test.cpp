#include "codes/results.hpp"

#include <gtest/gtest.h>

#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

class Results : public testing::Test {
  protected:
    Results() {
        job_.create();
        description_.results = {{"rays", "rays.h5", "application/x-hdf5", "", true},
                                {"rays", "rays.txt", "text/plain", "", false},
                                {"picture", "plots/rays.png", "image/png", "", false}};
    }
    void write(std::string const& file, std::string const& content) const {
        fs::create_directories((job_.work() / file).parent_path());
        std::ofstream(job_.work() / file) << content;
    }

    ScratchFolder scratch_;
    JobFolder job_{scratch_.path() / "job"};
    Description description_;
};

TEST_F(Results, AreTheDeclaredFilesThatExist) {
    EXPECT_TRUE(find_results(description_, job_).empty());
    write("rays.h5", "12345");
    write("other.txt", "not declared");
    write("plots/rays.png", "");
    auto const found = find_results(description_, job_);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].declared.name, "rays");
    EXPECT_EQ(found[0].path, job_.work() / "rays.h5");
    EXPECT_EQ(found[0].bytes, 5u);
    EXPECT_EQ(found[1].declared.content_type, "image/png");
    EXPECT_EQ(found[1].bytes, 0u);
}

TEST_F(Results, OfOneNameAreAlternatives) {
    write("rays.txt", "x");
    ASSERT_EQ(find_results(description_, job_).size(), 1u);
    EXPECT_EQ(find_results(description_, job_)[0].declared.content_type, "text/plain");
    write("rays.h5", "x");
    ASSERT_EQ(find_results(description_, job_).size(), 1u);
    EXPECT_EQ(find_results(description_, job_)[0].declared.file, "rays.h5");
}

TEST_F(Results, DoNotLeadOutOfTheFolder) {
    std::ofstream(scratch_.path() / "secret") << "x";
    fs::create_symlink(scratch_.path() / "secret", job_.work() / "rays.h5");
    fs::create_directory(scratch_.path() / "elsewhere");
    std::ofstream(scratch_.path() / "elsewhere" / "rays.png") << "x";
    fs::create_directory_symlink(scratch_.path() / "elsewhere", job_.work() / "plots");
    fs::create_directory(job_.work() / "rays.txt");
    EXPECT_TRUE(find_results(description_, job_).empty());
}

TEST(ResultPatterns, AreNamedAsTheirFiles) {
    ScratchFolder const scratch;
    JobFolder const job(scratch.path() / "job");
    job.create();
    Description code;
    code.results = {{"plots", "p/plot_*.png", "image/png", "plots", true},
                    {"first", "p/plot_1.png", "image/png", "", false}};
    std::filesystem::create_directory(job.work() / "p");
    for (char const* const name :
         {"plot_3.png", "plot_1.png", "plot_2.png", "plot_.png", "plot 4.png", "plot_5.pn"})
        std::ofstream(job.work() / "p" / name) << "x";
    std::filesystem::create_symlink("/etc/hostname", job.work() / "p" / "plot_6.png");
    std::filesystem::create_directory(job.work() / "p" / "plot_7.png");
    std::vector<std::string> names, files;
    for (auto const& result : find_results(code, job)) {
        names.push_back(result.declared.name);
        files.push_back(result.declared.file);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"first", "plot_.png", "plot_2.png", "plot_3.png"}));
    EXPECT_EQ(files.back(), "p/plot_3.png");
}

TEST(ResultPatterns, MatchAsInAShell) {
    EXPECT_TRUE(matches_pattern("plot_1.png", "plot_*.png"));
    EXPECT_TRUE(matches_pattern("a.b.c", "*.?"));
    EXPECT_TRUE(matches_pattern("", "**"));
    EXPECT_TRUE(matches_pattern("abab", "*ab"));
    EXPECT_FALSE(matches_pattern("abc", "ab"));
    EXPECT_FALSE(matches_pattern("ab", "ab?"));
    EXPECT_FALSE(matches_pattern("plot_1.png.exe", "plot_*.png"));
    EXPECT_FALSE(matches_pattern(std::string(10000, 'a'), "*a*a*a*a*a*a*a*b")) << "and soon";
}

}  // namespace
}  // namespace vespa::uws

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

}  // namespace
}  // namespace vespa::uws

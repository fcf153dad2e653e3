#include "drivers/export/export.hpp"

#include <gtest/gtest.h>

namespace vespa::export_driver {
namespace {

TEST(Export, DeclaresWhatItNeedsAndWhatItLeaves) {
    Export program;
    shell::Options options;
    program.declare(options);
    EXPECT_THROW(options.require_all(), shell::UsageError);
    options.assign("result", std::string("rays.h5"), shell::Origin::command_line, "--result");
    EXPECT_NO_THROW(options.require_all());
    EXPECT_THROW(
        options.assign("serialization", std::string("fits"), shell::Origin::command_line, "--serialization"),
        shell::UsageError);
    auto const about = program.about();
    ASSERT_EQ(about.results.size(), 1U);
    EXPECT_TRUE(about.results[0].main);
}

}  // namespace
}  // namespace vespa::export_driver

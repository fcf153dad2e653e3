#include "core/record/provenance.hpp"

#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"
#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;
using vespa::testing::write_text;

Provenance example(std::vector<InputFile> inputs) {
    return {"vespa-test", "1.0", "vespa-test", "0.1.0", "0123456789ab", "rays = 3\n", std::move(inputs)};
}

TEST(Provenance, ComesBackWithItsInputs) {
    auto const input = scratch("input.txt");
    write_text(input, "abc");
    for (bool has_inputs : {false, true}) {
        auto const path = scratch("provenance.h5");
        auto const written = example(has_inputs ? std::vector{describe_input(input), describe_input(input)}
                                                : std::vector<InputFile>{});
        auto file = File::create(ranks(), path, Overwrite::no);
        write_provenance(file.root(), written);
        file.commit();

        auto const back = read_provenance(File::open(ranks(), path).root());
        EXPECT_EQ(back.file_type, written.file_type);
        EXPECT_EQ(back.format_version, "1.0");
        EXPECT_EQ(back.program, "vespa-test");
        EXPECT_EQ(back.program_version, "0.1.0");
        EXPECT_EQ(back.revision, "0123456789ab");
        EXPECT_EQ(back.options, "rays = 3\n");
        ASSERT_EQ(back.inputs.size(), has_inputs ? 2u : 0u);
        for (auto const& file_back : back.inputs) {
            EXPECT_EQ(file_back.name, input.string());
            EXPECT_EQ(file_back.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }
}

TEST(Provenance, AFileWithoutItIsABadInput) {
    auto file = File::create(ranks(), scratch("no_provenance.h5"), Overwrite::no);

    EXPECT_NE(error_of([&] { read_provenance(file.root()); }).find("there is no attribute \"file_type\""),
              std::string::npos);
}

TEST(Provenance, AnInputThatIsAbsentIsABadInput) {
    EXPECT_THROW(describe_input(scratch("absent.txt")), vespa::BadInput);
}

}  // namespace

#include "core/record/checksum.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "core/errors/bad_input.hpp"

namespace {

using vespa::record::sha256_of;
using vespa::record::sha256_of_file;

// FIPS 180-4 examples: NIST, "SHA-256", one block and two blocks.
TEST(Checksum, OfTheStandardsExamples) {
    EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Checksum, OfAFileLargerThanAPieceIsThatOfItsBytes) {
    std::string text(3'500'001, 'a');
    text[1 << 20] = 'b';
    auto const path = testing::TempDir() + "checksum_test.bin";
    std::ofstream(path, std::ios::binary) << text;

    EXPECT_EQ(sha256_of_file(path), sha256_of(text));

    std::remove(path.c_str());
}

TEST(Checksum, WhatCannotBeReadIsABadInputThatNamesIt) {
    for (auto const* path : {"/nonexistent/file", "/"}) {
        try {
            sha256_of_file(path);
            ADD_FAILURE() << path;
        } catch (vespa::BadInput const& error) {
            EXPECT_EQ(std::string(error.what()).find(std::string(path) + ": cannot be read: "), 0u);
        }
    }
}

}  // namespace

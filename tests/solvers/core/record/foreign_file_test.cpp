// Files that other programs wrote: variable-length texts, other widths, big-endian numbers, scalars, dangling
// links.
#include <gtest/gtest.h>
#include <hdf5.h>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

void write_attribute(hid_t file, char const* name, hid_t type, hid_t memory, hid_t space, void const* data) {
    hid_t const attribute = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, memory, data);
    H5Aclose(attribute);
}

void write_dataset(hid_t file, char const* name, hid_t type, hid_t memory, hid_t space, void const* data) {
    hid_t const dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (data) H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
    H5Dclose(dataset);
}

/// Rank 0's work, with the plainest of HDF5.
void write_foreign(std::filesystem::path const& path) {
    hid_t const file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    hid_t const scalar = H5Screate(H5S_SCALAR);
    hsize_t const three = 3;
    hid_t const list = H5Screate_simple(1, &three, nullptr);
    hid_t const text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, H5T_VARIABLE);
    hid_t const compound = H5Tcreate(H5T_COMPOUND, 8);
    H5Tinsert(compound, "x", 0, H5T_NATIVE_DOUBLE);

    char const* const words[3] = {"one", "", "three"};
    short const numbers[3] = {-1, 2, 300};
    float const real = 1.5f;
    write_attribute(file, "text", text, text, scalar, &words[2]);
    write_attribute(file, "texts", text, text, list, words);
    write_attribute(file, "short", H5T_STD_I16BE, H5T_NATIVE_SHORT, list, numbers);
    write_attribute(file, "float", H5T_IEEE_F32BE, H5T_NATIVE_FLOAT, scalar, &real);
    double const member = 2.5;
    write_attribute(file, "compound", compound, compound, scalar, &member);
    write_dataset(file, "big_endian", H5T_STD_I16BE, H5T_NATIVE_SHORT, list, numbers);
    write_dataset(file, "scalar", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, scalar, &real);
    write_dataset(file, "compound", compound, compound, list, nullptr);
    H5Lcreate_soft("/nowhere", file, "dangling", H5P_DEFAULT, H5P_DEFAULT);
    H5Tclose(compound);
    H5Tclose(text);
    H5Sclose(list);
    H5Sclose(scalar);
    H5Fclose(file);
}

TEST(ForeignFile, IsRead) {
    auto const path = scratch("foreign.h5");
    vespa::parallel::on_root(ranks(), [&] { write_foreign(path); });
    auto const file = File::open(ranks(), path);
    auto const root = file.root();

    EXPECT_EQ(root.attribute<std::string>("text"), "three");
    EXPECT_EQ(root.attribute<std::vector<std::string>>("texts"),
              (std::vector<std::string>{"one", "", "three"}));
    EXPECT_EQ(root.attribute<std::vector<std::int64_t>>("short"), (std::vector<std::int64_t>{-1, 2, 300}));
    EXPECT_EQ(root.attribute<double>("float"), 1.5);
    EXPECT_EQ(root.dataset("big_endian").read<int>(), (std::vector{-1, 2, 300}));
    EXPECT_EQ(root.dataset("big_endian").type(), ElementType::int16);
    EXPECT_EQ(root.dataset("scalar").shape(), Shape{});
    EXPECT_EQ(root.dataset("scalar").read<double>(), std::vector{1.5});
    EXPECT_EQ(root.dataset_names(), (std::vector<std::string>{"big_endian", "compound", "scalar"}));
    EXPECT_FALSE(root.has("dangling"));
}

TEST(ForeignFile, WhatCannotBeReadIsABadInput) {
    auto const path = scratch("foreign_kinds.h5");
    vespa::parallel::on_root(ranks(), [&] { write_foreign(path); });
    auto const file = File::open(ranks(), path);
    auto const where = "bad input: " + path.string() + ":/";

    EXPECT_EQ(error_of([&] {
                  static_cast<void>(file.root().attribute("compound"));
              }).find(where + ": attribute \"compound\" is of a kind that cannot be read"),
              0u);
    EXPECT_EQ(error_of([&] {
                  static_cast<void>(file.root().dataset("compound"));
              }).find(where + "compound: elements of a kind that cannot be read"),
              0u);
    EXPECT_NE(error_of([&] { static_cast<void>(file.root().dataset("dangling")); }).find("no such dataset"),
              std::string::npos);
}

/// The two ways into another file that need nothing but HDF5's own calls to make.
TEST(ForeignFile, DataOfAnotherFileAreNotRead) {
    auto const path = scratch("pointing.h5");
    auto const other = scratch("pointed_at.h5");
    vespa::parallel::on_root(ranks(), [&] {
        write_foreign(other);
        hid_t const file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        H5Lcreate_external(other.c_str(), "/big_endian", file, "linked", H5P_DEFAULT, H5P_DEFAULT);
        hsize_t const three = 3;
        hid_t const list = H5Screate_simple(1, &three, nullptr);
        hid_t const stored = H5Pcreate(H5P_DATASET_CREATE);
        H5Pset_external(stored, other.c_str(), 0, 3);
        H5Dclose(H5Dcreate2(file, "stored", H5T_STD_I8LE, list, H5P_DEFAULT, stored, H5P_DEFAULT));
        H5Pclose(stored);
        H5Sclose(list);
        H5Fclose(file);
    });
    auto const file = File::open(ranks(), path);
    for (auto const* name : {"linked", "stored"}) {
        auto const error = error_of([&] { static_cast<void>(file.root().dataset(name)); });
        EXPECT_NE(error.find(std::string(name) + ": stands in another file"), std::string::npos) << error;
        EXPECT_EQ(error.find("bad input"), 0u) << error;
    }
}

}  // namespace

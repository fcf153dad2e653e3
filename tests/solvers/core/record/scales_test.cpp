// Dimension scales, as netCDF-4 and h5py attach them; and netCDF files of the classic format.
#include <gtest/gtest.h>
#include <hdf5.h>

#include <fstream>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

hid_t make_dataset(hid_t file, char const* name, std::vector<hsize_t> const& extents) {
    hid_t const space = H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr);
    hid_t const dataset =
        H5Dcreate2(file, name, H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Sclose(space);
    return dataset;
}

/// Rank 0's work: "data" with the scales "y_axis", none, and one in a group; "odd" with a list of another
/// kind.
void write_scaled(std::filesystem::path const& path) {
    hid_t const file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Gclose(H5Gcreate2(file, "axes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    H5Dclose(make_dataset(file, "y_axis", {2}));
    H5Dclose(make_dataset(file, "axes/x", {4}));
    hid_t const data = make_dataset(file, "data", {2, 3, 4});
    hobj_ref_t references[2];
    H5Rcreate(&references[0], file, "y_axis", H5R_OBJECT, -1);
    H5Rcreate(&references[1], file, "axes/x", H5R_OBJECT, -1);
    hvl_t const lists[3] = {{1, &references[0]}, {0, nullptr}, {1, &references[1]}};
    hid_t const type = H5Tvlen_create(H5T_STD_REF_OBJ);
    hsize_t const three = 3;
    hid_t const space = H5Screate_simple(1, &three, nullptr);
    hid_t attribute = H5Acreate2(data, "DIMENSION_LIST", type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, lists);
    H5Aclose(attribute);
    H5Dclose(data);
    hid_t const odd = make_dataset(file, "odd", {2, 3});
    attribute = H5Acreate2(odd, "DIMENSION_LIST", H5T_NATIVE_INT, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Aclose(attribute);
    H5Dclose(odd);
    H5Sclose(space);
    H5Tclose(type);
    H5Fclose(file);
}

TEST(Scales, AreFoundByTheirPaths) {
    auto const path = scratch("scales.h5");
    vespa::parallel::on_root(ranks(), [&] { write_scaled(path); });
    auto const file = File::open(ranks(), path);
    EXPECT_EQ(file.root().dataset("data").scales(), (std::vector<std::string>{"/y_axis", "", "/axes/x"}));
    EXPECT_EQ(file.root().dataset("y_axis").scales(), std::vector<std::string>{""});
    auto const odd = file.root().dataset("odd");
    EXPECT_NE(error_of([&] { static_cast<void>(odd.scales()); }).find("DIMENSION_LIST"), std::string::npos);
}

TEST(Scales, AClassicNetcdfFileIsToldHowToBecomeReadable) {
    auto const path = scratch("classic.nc");
    vespa::parallel::on_root(ranks(), [&] { std::ofstream(path) << "CDF\x01 and so on"; });
    auto const error = error_of([&] { static_cast<void>(File::open(ranks(), path)); });
    EXPECT_NE(error.find("nccopy -k nc4"), std::string::npos);
}

}  // namespace

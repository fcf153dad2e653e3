// Grids in HDF5 files. The input is a recipe: how a sound file of a plasma density goes wrong, in its axes,
// types, attributes and values, and last in its length. Bytes within are left alone: a changed one seldom
// gets past HDF5's own checks, and where it does libhdf5 1.10 reads beyond the message it is in.
#include <hdf5.h>
#include <hdf5_hl.h>
#include <mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/parallel/agreement.hpp"
#include "core/record/file.hpp"
#include "fuzz/support/input_files.hpp"
#include "planet/grid/grid_nodes.hpp"
#include "planet/grid/grid_units.hpp"
#include "planet/grid/grid_variable.hpp"

using namespace vespa;

namespace {

/// Takes a recipe from its start; zeros behind its end, which change nothing.
class Recipe {
  public:
    Recipe(std::uint8_t const* data, std::size_t size) : data_(data), size_(size) {}
    unsigned byte() { return at_ < size_ ? data_[at_++] : 0; }
    unsigned below(unsigned count) { return byte() % count; }
    bool is_done() const { return at_ >= size_; }

  private:
    std::uint8_t const* data_;
    std::size_t size_, at_ = 0;
};

double strange(unsigned which) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN(),
                     endless = std::numeric_limits<double>::infinity();
    constexpr std::array values{0., 1., -1., none, endless, -endless, 1e300, -1e300, 1e-320, 9.96921e36};
    return values[which % values.size()];
}

char const* word(unsigned which) {
    constexpr std::array words{"",   "cm-3", "m-3",     "km",  "m", "radii", "degrees", "degrees_east",
                               "µm", "R_J",  "parsecs", "rad", "T", "nT"};
    return words[which % words.size()];
}

hid_t type_of(unsigned which) {
    switch (which % 6) {
        case 1:
            return H5T_NATIVE_FLOAT;
        case 2:
            return H5T_STD_I16BE;
        case 3:
            return H5T_STD_U64LE;
        case 4:
            return H5T_C_S1;
        case 5:
            return H5T_STD_REF_OBJ;
        default:
            return H5T_NATIVE_DOUBLE;
    }
}

void set_attribute(hid_t object, char const* name, Recipe& recipe, char const* text) {
    switch (recipe.below(6)) {
        case 0:
            if (*text) H5LTset_attribute_string(object, ".", name, text);
            break;
        case 1:
            H5LTset_attribute_string(object, ".", name, word(recipe.byte()));
            break;
        case 2: {
            double const value = strange(recipe.byte());
            H5LTset_attribute_double(object, ".", name, &value, 1);
            break;
        }
        case 3: {
            std::array<int, 3> const values{static_cast<int>(recipe.byte()), 2, 3};
            H5LTset_attribute_int(object, ".", name, values.data(), values.size());
            break;
        }
        case 4: {
            std::string const long_one(recipe.byte() * 40, 'x');
            H5LTset_attribute_string(object, ".", name, long_one.c_str());
            break;
        }
        default:
            break;
    }
}

/// A dataset of these extents; with `empty` chunked and without one value written.
hid_t make(hid_t file, char const* name, std::vector<hsize_t> const& extents, hid_t type, bool empty) {
    hid_t const space = H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr);
    hid_t const list = H5Pcreate(H5P_DATASET_CREATE);
    if (empty && !extents.empty()) {
        H5Pset_chunk(list, static_cast<int>(extents.size()), std::vector<hsize_t>(extents.size(), 4).data());
    }
    hid_t const made = H5Dcreate2(file, name, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    H5Pclose(list);
    H5Sclose(space);
    return made;
}

std::vector<double> nodes_of(Recipe& recipe, hsize_t count) {
    std::vector<double> nodes(std::min<hsize_t>(count, 64));
    double const first = recipe.below(4) == 3 ? strange(recipe.byte()) : 1 + recipe.below(3);
    bool const logarithmic = recipe.below(4) == 3;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        nodes[i] = logarithmic ? first * std::exp2(static_cast<double>(i)) : first + static_cast<double>(i);
    if (!nodes.empty() && recipe.below(4) == 3) nodes[recipe.byte() % nodes.size()] = strange(recipe.byte());
    return nodes;
}

void write_grid(std::string const& path, Recipe& recipe) {
    hid_t const file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    constexpr std::array<std::array<char const*, 3>, 3> frames{
        {{"z", "y", "x"}, {"r", "latitude", "longitude"}, {"x", "r", "z"}}};
    auto const& axes = frames[recipe.below(3)];
    bool const huge = recipe.below(8) == 7;
    std::vector<hsize_t> extents;
    auto const dimensions = recipe.below(8) == 7 ? recipe.below(5) : 3;
    for (unsigned d = 0; d < dimensions; ++d)
        extents.push_back(huge ? hsize_t{1} << recipe.below(45) : 4 + recipe.below(4));
    hid_t const variable = make(file, "electron_density", extents, type_of(recipe.below(12)), huge);
    for (unsigned d = 0; d < std::min(dimensions, 3U); ++d) {
        if (recipe.below(8) == 7) continue;
        bool const uneven = recipe.below(8) == 7;
        std::vector<hsize_t> shape{uneven ? 1 + recipe.below(9) : extents[d]};
        if (recipe.below(8) == 7) shape.push_back(1 + recipe.below(3));
        hid_t const axis = make(file, axes[d], shape, type_of(recipe.below(12)), huge);
        if (axis < 0) continue;
        auto nodes = nodes_of(recipe, shape[0]);
        nodes.resize(64);
        if (!huge && shape.size() == 1)
            H5Dwrite(axis, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, nodes.data());
        set_attribute(axis, "units", recipe, axes[d][0] == 'l' ? "degrees" : "km");
        if (variable >= 0 && recipe.below(2) == 1) {
            H5DSset_scale(axis, recipe.below(4) == 3 ? "This is a netCDF dimension but not a netCDF variable"
                                                     : axes[d]);
            H5DSattach_scale(variable, axis, recipe.below(8) == 7 ? recipe.below(4) : d);
        }
        H5Dclose(axis);
    }
    if (variable >= 0) {
        std::vector<double> values(7 * 7 * 7, 100);
        for (int changes = 0; changes < 4 && !recipe.is_done(); ++changes)
            values[recipe.byte()] = strange(recipe.byte());
        if (!huge && dimensions <= 3)
            H5Dwrite(variable, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        set_attribute(variable, "units", recipe, "cm-3");
        for (char const* name : {"scale_factor", "add_offset", "_FillValue", "missing_value"})
            set_attribute(variable, name, recipe, "");
        H5Dclose(variable);
    }
    H5Fclose(file);
}

/// Cuts the end off.
void cut_short(std::string const& path, Recipe& recipe) {
    auto const size = std::filesystem::file_size(path);
    if (!recipe.is_done()) std::filesystem::resize_file(path, (recipe.byte() << 8 | recipe.byte()) % size);
}

void read_grid(std::string const& path, Recipe& recipe) {
    planet::GridRequest request;
    request.path = path;
    request.variable = "electron_density";
    if (recipe.below(2) == 1)
        request.unit = "cm-3", request.length_unit = "km", request.angle_unit = "degrees";
    request.radius_m = 7e7;
    auto const file = record::File::open_alone(path);
    planet::GridVariable const variable(file, request.variable, request);
    auto const layout = planet::layout_of(variable.nodes(), variable.where());
    planet::density_unit(variable.unit(), variable.where());
    // What is not written is a fill value, or zero: as many as the extents say would take hours.
    if (variable.nodes().count() > 10000) return;
    std::uint64_t taken = 0;
    variable.read([&](std::array<std::uint64_t, 3> const& place, double value) {
        fuzz::promise(std::isfinite(value) && layout.place(place[0], place[1], place[2]) < layout.count());
        ++taken;
    });
    fuzz::promise(taken == variable.nodes().count());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bool const begun = [] {
        MPI_Init(nullptr, nullptr);
        std::atexit([] { MPI_Finalize(); });
        return H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    }();
    fuzz::promise(begun);
    Recipe recipe(data, size);
    auto const path = (fuzz::folder() / "grid.h5").string();
    bool const may_be_cut = recipe.below(4) == 3;
    write_grid(path, recipe);
    if (may_be_cut) cut_short(path, recipe);
    return fuzz::refused_or_read([&] {
        try {
            read_grid(path, recipe);
        } catch (parallel::AgreedError const& error) {
            // HDF5's own complaints of a shortened file need not be BadInput, but are to name the file.
            bool const names_file = std::string(error.what()).find("grid.h5") != std::string::npos;
            if (!error.is_bad_input() && !names_file) throw;
        }
    });
}

#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::lbl {

/// Variables of a netCDF file of the classic format (CDF-1, CDF-2) whose dimensions are all fixed. The format
/// (Unidata, "NetCDF Classic Format Specification") is a header of big-endian counts and names and the
/// numbers behind it; the library is not used since Debian's brings a second HDF5.
class NetcdfClassic {
  public:
    /// \param bytes  the whole file; kept by reference \throws BadInput for anything else
    NetcdfClassic(std::string const& bytes, std::string name);

    /// A variable of doubles or floats, flattened. \throws BadInput if there is none of that name
    std::vector<double> doubles(std::string_view variable) const;

  private:
    struct Variable {
        std::string name;
        std::uint64_t count = 1, begin = 0;
        std::uint32_t type = 0;
    };

    std::string const& bytes_;
    std::string name_;
    std::vector<Variable> variables_;
};

}  // namespace vespa::lbl

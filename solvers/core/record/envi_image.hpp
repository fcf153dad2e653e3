#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/record/file.hpp"

namespace vespa::record {

/// Writes maps of one extent as an ENVI image, which geographic information systems open: layer after layer
/// (interleave BSQ), 32-bit floating point, little-endian, NaN where there is no value; and beside it the
/// header, path with the ending .hdr. Both grow as ".part"; the header takes its name last. Local: for one
/// process.
class EnviImage {
  public:
    /// \param fields  of the header besides, names and values as they are to stand: where on a planet the
    /// image lies ("map info") \throws BadInput where a file stands in the way, or the folder is absent or
    /// closed, and for a path that ends in .hdr
    EnviImage(std::filesystem::path const& path, Overwrite overwrite, std::uint64_t lines,
              std::uint64_t samples, std::string description,
              std::vector<std::pair<std::string, std::string>> fields = {});
    ~EnviImage();
    EnviImage(EnviImage const&) = delete;
    EnviImage& operator=(EnviImage const&) = delete;

    /// Adds a layer, line after line. Commas and braces in the name, which a header cannot hold, become
    /// semicolons. \throws std::invalid_argument unless there are lines * samples values;
    /// std::runtime_error for a full disk
    void add(std::string const& name, std::span<float const> values);

    /// Ends both files. \throws std::logic_error for an image without layers
    void commit();

  private:
    struct Out;
    std::unique_ptr<Out> out_;
};

/// The header's path.
std::filesystem::path envi_header_of(std::filesystem::path const& image);

}  // namespace vespa::record

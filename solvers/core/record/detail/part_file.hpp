#pragma once
#include <exception>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

#include "core/record/file.hpp"

namespace vespa::record::detail {

/// A file that one process writes from begin to end, under the name "path.part" until commit(). Local.
class PartFile {
  public:
    /// \throws BadInput where a file stands in the way, or the folder is absent or closed
    PartFile(std::filesystem::path path, Overwrite overwrite);
    /// Of a file that was not committed nothing remains.
    ~PartFile();
    PartFile(PartFile const&) = delete;
    PartFile& operator=(PartFile const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

    /// \throws std::runtime_error with path and reason
    void write(std::string_view text);
    void write(std::span<std::byte const> bytes);

    /// Brings the file to the disk and gives it its name. \throws std::runtime_error, BadInput
    void commit();

  private:
    std::filesystem::path path_, part_;
    Overwrite overwrite_;
    std::ofstream stream_;
};

}  // namespace vespa::record::detail

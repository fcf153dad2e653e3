#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "lbl/lines/catalogue/text_lines.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::lbl {

/// HITRAN or HITEMP records of 160 characters, in one or several files, plain or .bz2.
class ParSource : public LineSource {
  public:
    /// \throws BadInput if a file cannot be opened
    explicit ParSource(std::vector<std::filesystem::path> files);

    std::span<Isotopologue const> isotopologues() const override { return hitran_isotopologues(); }
    std::vector<std::string> profile_columns() const override;
    std::uint64_t parts() const override { return parts_.size(); }
    std::unique_ptr<LineReader> read(std::uint64_t part) const override;
    std::vector<std::filesystem::path> files() const override { return files_; }
    std::string title() const override;

  private:
    struct Part {
        std::size_t file;
        TextPart text;
    };
    std::vector<std::filesystem::path> files_;
    std::vector<Part> parts_;
};

/// Reads the records of a text. \param name for messages
std::unique_ptr<LineReader> read_par(TextLines lines);

}  // namespace vespa::lbl

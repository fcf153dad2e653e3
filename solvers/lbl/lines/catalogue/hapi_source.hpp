#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "lbl/lines/catalogue/text_lines.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::lbl {

/// What the .header of a HAPI table says of the columns behind the record.
struct HapiHeader {
    char separator = ',';
    std::vector<std::string> extras;   ///< all of them, in order
    std::vector<std::string> columns;  ///< of the profile: those of the record, then those of the extras used
    std::vector<int> use;              ///< for each extra its place in columns, -1 where it is not used
};

/// Reads a header. \param name for messages \throws BadInput if the record is not HITRAN's of 160 characters
HapiHeader parse_hapi_header(std::string const& text, std::string const& name);

/// A table as HAPI keeps it (Kochanov et al. 2016, JQSRT 177, 15): NAME.data with records of 160 characters
/// and, behind them, further columns that NAME.header names. All that describe line shapes are taken:
/// half-widths, exponents and shifts by broadener, mixing, speed dependence, Hartmann-Tran. '#' means not
/// given.
class HapiSource : public LineSource {
  public:
    /// \param path NAME.data or NAME.header \throws BadInput
    explicit HapiSource(std::filesystem::path const& path);

    std::span<Isotopologue const> isotopologues() const override { return hitran_isotopologues(); }
    std::vector<std::string> profile_columns() const override { return header_.columns; }
    std::uint64_t parts() const override { return parts_.size(); }
    std::unique_ptr<LineReader> read(std::uint64_t part) const override;
    std::vector<std::filesystem::path> files() const override { return {data_, header_file_}; }
    std::string title() const override;

  private:
    std::filesystem::path data_, header_file_;
    HapiHeader header_;
    std::vector<TextPart> parts_;
};

/// Reads the records of a text.
std::unique_ptr<LineReader> read_hapi(TextLines lines, HapiHeader header);

}  // namespace vespa::lbl

#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vespa::mulumesc {

/// The fields of an ENVI header, named in lower case. Values in braces may span lines; lines that begin with
/// a semicolon are comments.
class EnviHeader {
  public:
    /// \throws BadInput naming file and line for what is no ENVI header, a brace that is not closed, a field
    /// given twice differently. Local.
    explicit EnviHeader(std::filesystem::path const& file);

    bool has(std::string const& field) const { return fields_.contains(field); }
    /// The value without its braces; empty where the field is absent.
    std::string text(std::string const& field) const;
    /// A whole number. \throws BadInput where it is none, is absent without `otherwise`, or is not in [least,
    /// most]
    std::int64_t integer(std::string const& field, std::int64_t least, std::int64_t most,
                         std::optional<std::int64_t> otherwise = {}) const;
    /// \throws BadInput for what is no number
    std::optional<double> number(std::string const& field) const;
    /// A list in braces, items parted by commas. \throws BadInput for what is no number
    std::vector<double> numbers(std::string const& field) const;
    std::vector<std::string> texts(std::string const& field) const;
    /// "file.hdr: field", for messages
    std::string where(std::string const& field) const;
    std::filesystem::path const& file() const { return file_; }

  private:
    void add(std::string const& line, int number);

    std::filesystem::path file_;
    std::map<std::string, std::string> fields_;
};

}  // namespace vespa::mulumesc

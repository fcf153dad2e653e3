#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lbl/lines/catalogue/byte_stream.hpp"

namespace vespa::lbl {

/// Part of a text: the lines that begin at bytes [first, last).
struct TextPart {
    std::uint64_t first = 0;
    std::uint64_t last = ~std::uint64_t{0};
};

/// The lines of a text or of a part of it, read in blocks: the text may be larger than memory.
class TextLines {
  public:
    static constexpr std::size_t longest_line = 65536;

    /// A file, or a part of it; .bz2 is decompressed and read whole. \throws BadInput
    explicit TextLines(std::filesystem::path const& path, TextPart part = {});

    /// \param name for messages
    TextLines(std::unique_ptr<ByteStream> bytes, std::string name);

    /// The next line without its end (LF or CR LF); valid until the next call. False at the end. \throws
    /// BadInput for a line above longest_line
    bool next(std::string_view& line);

    /// Throws BadInput for the line that was read last: "file:line: what; allowed: ...".
    [[noreturn]] void fail(std::string const& what, std::string const& allowed = {}) const;
    /// As fail(), with the columns of the field, counted from 1: "file:line, columns 4-15: ...".
    [[noreturn]] void fail_at(std::size_t first_column, std::size_t last_column, std::string const& what,
                              std::string const& allowed) const;

    std::string const& name() const { return name_; }

  private:
    bool refill();
    [[nodiscard]] std::string place() const;

    std::string name_;
    std::filesystem::path path_;  // of a part: lines before it are counted when a message needs them
    TextPart part_;
    std::unique_ptr<ByteStream> bytes_;
    std::vector<char> buffer_;
    std::size_t at_ = 0, end_ = 0;
    std::uint64_t offset_ = 0;  // of buffer_[at_] in the text
    std::uint64_t number_ = 0;  // of the last line, counted from the part's first
    bool at_end_ = false;
};

/// Cuts a file into parts of some 16 MiB; a compressed one stays whole. \throws BadInput if it is not there
std::vector<TextPart> parts_of_file(std::filesystem::path const& path, std::uint64_t bytes_a_part = 1u << 24);

}  // namespace vespa::lbl

#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace vespa::lbl {

/// Bytes one after the other.
class ByteStream {
  public:
    virtual ~ByteStream() = default;
    /// Fills the buffer as far as there are bytes. \return how many; 0 at the end \throws BadInput
    virtual std::size_t read(std::span<char> buffer) = 0;
};

/// A file from byte `first` on; what ends in .bz2 is decompressed on the way, and then read from its
/// beginning alone. \throws BadInput if it cannot be opened
std::unique_ptr<ByteStream> open_bytes(std::filesystem::path const& path, std::uint64_t first = 0);

/// A text in memory.
std::unique_ptr<ByteStream> bytes_of(std::string text);

bool is_bzip2(std::filesystem::path const& path);

}  // namespace vespa::lbl

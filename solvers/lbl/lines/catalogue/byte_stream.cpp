#include "lbl/lines/catalogue/byte_stream.hpp"

#include <bzlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

class FileBytes : public ByteStream {
  public:
    FileBytes(std::filesystem::path const& path, std::uint64_t first)
        : name_(path.string()), file_(path, std::ios::binary) {
        if (!file_ || std::filesystem::is_directory(path)) throw BadInput("cannot be opened", name_);
        if (first > 0) file_.seekg(static_cast<std::streamoff>(first));
    }

    std::size_t read(std::span<char> buffer) override {
        file_.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        if (file_.bad()) throw BadInput("cannot be read to its end", name_);
        return static_cast<std::size_t>(file_.gcount());
    }

  private:
    std::string name_;
    std::ifstream file_;
};

/// Decompresses as it reads; streams that follow each other in one file (as parallel compressors write them)
/// are read one after the other.
class Bzip2Bytes : public ByteStream {
  public:
    explicit Bzip2Bytes(std::filesystem::path const& path) : name_(path.string()), packed_(path, 0) {
        begin();
    }
    ~Bzip2Bytes() override { BZ2_bzDecompressEnd(&stream_); }
    Bzip2Bytes(Bzip2Bytes const&) = delete;
    Bzip2Bytes& operator=(Bzip2Bytes const&) = delete;

    std::size_t read(std::span<char> buffer) override {
        std::size_t done = 0;
        while (done < buffer.size()) {
            if (stream_.avail_in == 0 && !refill()) {
                if (inside_) throw BadInput("ends within its compressed data", name_);
                break;
            }
            if (!inside_) restart();
            auto const room = std::min<std::size_t>(buffer.size() - done, 1u << 30);
            stream_.next_out = buffer.data() + done;
            stream_.avail_out = static_cast<unsigned>(room);
            int const status = BZ2_bzDecompress(&stream_);
            if (status != BZ_OK && status != BZ_STREAM_END) {
                throw BadInput("is not what bzip2 writes", name_, "a file that `bzip2 -t` accepts");
            }
            done += room - stream_.avail_out;
            inside_ = status == BZ_OK;
        }
        return done;
    }

  private:
    void begin() {
        stream_ = {};
        if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
        inside_ = true;
    }

    void restart() {
        auto const next = stream_.next_in;
        auto const left = stream_.avail_in;
        BZ2_bzDecompressEnd(&stream_);
        begin();
        stream_.next_in = next;
        stream_.avail_in = left;
    }

    bool refill() {
        auto const count = packed_.read(block_);
        stream_.next_in = block_.data();
        stream_.avail_in = static_cast<unsigned>(count);
        return count > 0;
    }

    std::string name_;
    FileBytes packed_;
    std::array<char, 65536> block_{};
    bz_stream stream_{};
    bool inside_ = false;  // a compressed stream has begun and not ended
};

class TextBytes : public ByteStream {
  public:
    explicit TextBytes(std::string text) : text_(std::move(text)) {}

    std::size_t read(std::span<char> buffer) override {
        auto const count = std::min(buffer.size(), text_.size() - at_);
        std::memcpy(buffer.data(), text_.data() + at_, count);
        at_ += count;
        return count;
    }

  private:
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_bzip2(std::filesystem::path const& path) {
    return path.extension() == ".bz2";
}

std::unique_ptr<ByteStream> open_bytes(std::filesystem::path const& path, std::uint64_t first) {
    if (is_bzip2(path)) return std::make_unique<Bzip2Bytes>(path);
    return std::make_unique<FileBytes>(path, first);
}

std::unique_ptr<ByteStream> bytes_of(std::string text) {
    return std::make_unique<TextBytes>(std::move(text));
}

}  // namespace vespa::lbl

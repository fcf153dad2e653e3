#include "core/record/detail/part_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "core/record/detail/final_name.hpp"

namespace vespa::record::detail {

PartFile::PartFile(std::filesystem::path path, Overwrite overwrite)
    : path_(std::move(path)), part_(path_.string() + ".part"), overwrite_(overwrite) {
    claim(path_, part_, overwrite_);
    stream_.open(part_, std::ios::binary | std::ios::trunc);
}

PartFile::~PartFile() {
    stream_.close();
    if (!part_.empty()) ::unlink(part_.c_str());
}

void PartFile::write(std::string_view text) {
    errno = 0;
    stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream_) {
        throw std::runtime_error(path_.string() +
                                 ": cannot be written: " + std::generic_category().message(errno));
    }
}

void PartFile::write(std::span<std::byte const> bytes) {
    write(std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()));
}

void PartFile::commit() {
    errno = 0;
    stream_.close();
    if (!stream_) {
        throw std::runtime_error(path_.string() +
                                 ": cannot be written: " + std::generic_category().message(errno));
    }
    give_name(part_, path_, overwrite_);
    part_.clear();
}

}  // namespace vespa::record::detail

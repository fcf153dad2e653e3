#include "core/record/envi_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/part_file.hpp"

namespace vespa::record {

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

namespace {

std::string held_by_a_header(std::string name) {
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ',' || c == '{' || c == '}' || c == '\n'; }, ';');
    return name;
}

std::filesystem::path const& image_path(std::filesystem::path const& path) {
    if (path.extension() == ".hdr")
        throw BadInput("is the name of its header", path.string(), "another ending, as .img");
    return path;
}

}  // namespace

std::filesystem::path envi_header_of(std::filesystem::path const& image) {
    return std::filesystem::path(image).replace_extension(".hdr");
}

struct EnviImage::Out {
    detail::PartFile data, header;
    std::uint64_t lines, samples;
    std::string description;
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<std::string> names = {};
};

EnviImage::EnviImage(std::filesystem::path const& path, Overwrite overwrite, std::uint64_t lines,
                     std::uint64_t samples, std::string description,
                     std::vector<std::pair<std::string, std::string>> fields)
    : out_(new Out{{image_path(path), overwrite},
                   {envi_header_of(path), overwrite},
                   lines,
                   samples,
                   held_by_a_header(std::move(description)),
                   std::move(fields)}) {}

EnviImage::~EnviImage() = default;

void EnviImage::add(std::string const& name, std::span<float const> values) {
    if (values.size() != out_->lines * out_->samples)
        throw std::invalid_argument(fmt::format("layer '{}' has {} values, not {} x {}", name, values.size(),
                                                out_->lines, out_->samples));
    out_->data.write(std::as_bytes(values));
    out_->names.push_back(held_by_a_header(name));
}

void EnviImage::commit() {
    auto& is = *out_;
    if (is.names.empty()) throw std::logic_error("an ENVI image without layers");
    auto header = fmt::format(
        "ENVI\ndescription = {{{}}}\nsamples = {}\nlines = {}\nbands = {}\nheader offset = 0\n"
        "file type = ENVI Standard\ndata type = 4\ninterleave = bsq\nbyte order = 0\ndata ignore value = "
        "nan\n",
        is.description, is.samples, is.lines, is.names.size());
    for (auto const& [name, value] : is.fields)
        header += fmt::format("{} = {}\n", name, value);
    header += fmt::format("band names = {{\n{}}}\n", fmt::join(is.names, ",\n"));
    is.header.write(header);
    is.data.commit();
    is.header.commit();
}

}  // namespace vespa::record

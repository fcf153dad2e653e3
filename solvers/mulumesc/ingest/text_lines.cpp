#include "mulumesc/ingest/text_lines.hpp"

#include <fstream>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"

namespace vespa::mulumesc {

namespace {

constexpr std::uintmax_t longest_text = 256u << 20;

}  // namespace

std::vector<std::string_view> fields_of(std::string_view line) {
    for (char const separator : {',', ';'}) {
        if (line.find(separator) != std::string_view::npos) return parts_of(line, separator);
    }
    return words_of(line);
}

std::optional<double> number_or_nan(std::string_view text) {
    double value = 0;
    if (read_number(text, value) != std::errc()) return {};
    return value;
}

std::vector<std::string> read_lines(std::filesystem::path const& file) {
    std::error_code error;
    auto const size = std::filesystem::file_size(file, error);
    if (error) throw BadInput("cannot be read: " + error.message(), file.string(), "a readable file");
    if (size > longest_text)
        throw BadInput(std::to_string(size) + " bytes of text", file.string(), "up to 256 MiB");
    std::ifstream stream(file, std::ios::binary);
    std::string content(size, '\0');
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)))
        throw BadInput("cannot be read to its end", file.string(), "a readable file");
    if (content.find('\0') != std::string::npos)
        throw BadInput("holds bytes that are no text", file.string(), "a text");
    std::vector<std::string> lines;
    std::istringstream whole(content);
    for (std::string line; std::getline(whole, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back(line);
    }
    return lines;
}

}  // namespace vespa::mulumesc

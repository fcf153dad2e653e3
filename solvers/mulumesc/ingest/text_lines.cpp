#include "mulumesc/ingest/text_lines.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <sstream>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

constexpr std::uintmax_t longest_text = 256u << 20;

}  // namespace

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n\v\f");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1));
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<std::string> split_by(std::string const& text, char separator) {
    std::vector<std::string> parts;
    std::string_view rest = text;
    while (true) {
        auto const at = rest.find(separator);
        parts.push_back(trimmed(rest.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        rest.remove_prefix(at + 1);
    }
}

std::vector<std::string> split_fields(std::string const& line) {
    if (line.find(',') != std::string::npos) return split_by(line, ',');
    if (line.find(';') != std::string::npos) return split_by(line, ';');
    std::istringstream words(line);
    std::vector<std::string> parts;
    for (std::string word; words >> word;)
        parts.push_back(word);
    return parts;
}

std::optional<double> to_number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double value = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return {};
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

#include "codes/filling.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "launch/durable_file.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(Parameter const& parameter, std::string const& what) {
    throw BadValue("parameter " + parameter.name + ": " + what);
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 32 || byte == 127;
}

/// Texts in a file of lines stay in their line.
std::string const& without_control(Parameter const& parameter, std::string const& value) {
    if (std::any_of(value.begin(), value.end(), is_control))
        refuse(parameter, "line breaks and other control characters are not allowed here");
    return value;
}

std::string doubled(std::string const& value, char quote) {
    std::string text(1, quote);
    for (char const byte : value)
        text.append(byte == quote ? 2 : 1, byte);
    return text += quote;
}

bool is_true(std::string const& value) {
    return value == "true" || value == "1";
}

/// JSON allows no leading plus and no bare point.
template <class Number>
std::string plain_number(std::string_view value) {
    if (value.starts_with('+')) value.remove_prefix(1);
    Number number{};
    std::from_chars(value.data(), value.data() + value.size(), number);
    std::array<char, 40> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

std::string json_text(Parameter const& parameter, std::string const& value) {
    switch (parameter.datatype) {
        case Datatype::real:
            return plain_number<double>(value);
        case Datatype::integer:
            return plain_number<std::int64_t>(value);
        case Datatype::boolean:
            return is_true(value) ? "true" : "false";
        default:
            return nlohmann::json(value).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    }
}

std::string namelist_text(Parameter const& parameter, std::string const& value) {
    switch (parameter.datatype) {
        case Datatype::boolean:
            return is_true(value) ? ".true." : ".false.";
        case Datatype::string:
        case Datatype::file:
            return doubled(without_control(parameter, value), '\'');
        default:
            return value;
    }
}

std::string aligned(Parameter const& parameter, std::string text, int width) {
    auto const columns = static_cast<std::size_t>(std::abs(width));
    if (columns == 0) return text;
    if (text.size() > columns)
        refuse(parameter,
               "\"" + text + "\" takes more than the " + std::to_string(columns) + " columns it has");
    text.insert(width > 0 ? 0 : text.size(), columns - text.size(), ' ');
    return text;
}

std::string joined(std::vector<std::string> const& texts, TextFormat format, bool is_list) {
    std::string all;
    for (auto const& text : texts)
        all += (all.empty() ? "" : format == TextFormat::text ? " " : ", ") + text;
    return format == TextFormat::json && is_list ? "[" + all + "]" : all;
}

}  // namespace

std::string format_name(TextFormat format) {
    return format == TextFormat::namelist ? "namelist" : format == TextFormat::json ? "json" : "text";
}

Filling::Filling(Description const& description, Values const& values, JobFolder const& folder,
                 Places const& places, fs::path program)
    : description_(description),
      values_(values),
      folder_(folder),
      places_(places),
      program_(std::move(program)) {}

std::string Filling::one(Parameter const& parameter, std::string const& value, TextFormat format) const {
    std::string text = value;
    if (parameter.datatype == Datatype::file) {
        if (!fs::is_regular_file(fs::symlink_status(folder_.in() / value)))
            refuse(parameter, "the file \"" + value + "\" was not uploaded");
        // As its program names it from the working directory: no path of this machine gets into a result.
        text = (fs::path("..") / folder_.in().filename() / value).string();
    } else if (parameter.datatype == Datatype::boolean) {
        text = is_true(value) ? "true" : "false";
    }
    if (format == TextFormat::namelist) return namelist_text(parameter, text);
    if (format == TextFormat::json) return json_text(parameter, text);
    return format == TextFormat::text ? without_control(parameter, text) : text;
}

std::vector<std::string> Filling::texts(Parameter const& parameter, TextFormat format) const {
    std::vector<std::string> found;
    for (auto const& [name, value] : values_)
        if (description_.find(name) == &parameter) found.push_back(one(parameter, value, format));
    // A file's default is a path of the program's own, which it knows better.
    if (found.empty() && !parameter.default_value.empty() && parameter.datatype != Datatype::file)
        found.push_back(one(parameter, parameter.default_value, format));
    return found;
}

std::vector<std::string> Filling::arguments(std::string_view text) const {
    std::vector<std::string> made = {""};
    auto const pieces = split_template(text);
    for (auto const& piece : pieces) {
        if (!piece.is_hole || is_place(piece.text)) {
            auto const& more = piece.is_hole ? place_text(piece.text, places_, program_) : piece.text;
            for (auto& argument : made)
                argument += more;
            continue;
        }
        auto const& parameter = *description_.find(piece.text);
        auto const values = texts(parameter, TextFormat::argument);
        std::vector<std::string> longer;
        for (auto const& argument : made)
            for (auto const& value : values) {
                bool const is_text = parameter.datatype == Datatype::string;
                if (is_text && &piece == &pieces.front() && value.starts_with('-'))
                    refuse(parameter, "a value that begins with '-' is not allowed here");
                longer.push_back(argument + value);
            }
        made = std::move(longer);
    }
    return made;
}

std::optional<std::string> Filling::line(std::string_view text, TextFormat format) const {
    std::string filled;
    for (auto const& piece : split_template(text)) {
        if (!piece.is_hole) {
            filled += piece.text;
        } else if (is_place(piece.text)) {
            filled += place_text(piece.text, places_, program_);
        } else {
            auto const& parameter = *description_.find(piece.text);
            auto const values = texts(parameter, format);
            if (values.empty()) return std::nullopt;
            filled += aligned(parameter, joined(values, format, parameter.multiple), piece.width);
        }
    }
    return filled;
}

std::vector<InputFile> fill_inputs(Description const& description, Values const& values,
                                   JobFolder const& folder, Places const& places) {
    Filling const filling(description, values, folder, places, {});
    std::vector<InputFile> files;
    for (auto const& input : description.launch.inputs) {
        InputFile file{(input.in_work ? folder.work() : folder.in()) / input.file, {}};
        for (auto const& text : input.lines)
            if (auto const line = filling.line(text, input.format)) file.content += *line + "\n";
        files.push_back(std::move(file));
    }
    return files;
}

void write_inputs(Description const& description, Values const& values, JobFolder const& folder,
                  Places const& places) {
    auto const files = fill_inputs(description, values, folder, places);
    if (!files.empty()) folder.create();
    for (auto const& file : files)
        write_durably(file.path, file.content);
}

}  // namespace vespa::uws

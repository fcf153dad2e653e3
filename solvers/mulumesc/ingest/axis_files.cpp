#include "mulumesc/ingest/axis_files.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

std::vector<double> read_column(std::filesystem::path const& file) {
    std::vector<double> values;
    auto const lines = read_lines(file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const text = trimmed(lines[i]);
        if (text.empty() || text.front() == '#') continue;
        auto const value = number_or_nan(text);
        if (!value && i == 0) continue;  // the title
        if (!value) {
            throw BadInput(fmt::format("\"{}\" is no number", text),
                           fmt::format("{}:{}", file.string(), i + 1), "one number a line");
        }
        values.push_back(*value);
    }
    if (values.empty()) throw BadInput("holds no numbers", file.string(), "one number a line");
    return values;
}

void read_axis_files(Reading const& reading, StoredAxis& stored, std::vector<std::filesystem::path>& files) {
    if (!reading.wavelength_file.empty()) {
        stored.values = read_column(reading.wavelength_file);
        stored.where = reading.wavelength_file.string();
        stored.unit = unit_named(read_lines(reading.wavelength_file).front());
        files.push_back(reading.wavelength_file);
    }
    if (!reading.width_file.empty()) {
        stored.widths = read_column(reading.width_file);
        files.push_back(reading.width_file);
    }
}

}  // namespace vespa::mulumesc

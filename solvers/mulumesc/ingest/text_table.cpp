#include "mulumesc/ingest/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/axis_files.hpp"
#include "mulumesc/ingest/column_table.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

namespace fs = std::filesystem;

namespace {

/// A text as it is read: the lines, and where the next one is.
struct Text {
    fs::path file;
    std::vector<std::string> lines;
    std::size_t next = 0;

    std::string where(std::size_t line) const { return fmt::format("{}:{}", file.string(), line + 1); }
};

bool is_remark(std::string_view line) {
    auto const text = trimmed(line);
    return text.empty() || text.front() == '#' || text.front() == '%';
}

std::vector<std::optional<double>> numbers_of(std::string const& line) {
    std::vector<std::optional<double>> numbers;
    for (auto const& field : fields_of(line))
        numbers.push_back(number_or_nan(field));
    return numbers;
}

bool is_row(std::string const& line) {
    auto const numbers = numbers_of(line);
    return numbers.size() >= 2 &&
           std::all_of(numbers.begin(), numbers.end(), [](auto const& n) { return n.has_value(); });
}

/// Rows of numbers from text.next on, [row][column], all of one length. An empty field is missing.
std::vector<std::vector<double>> read_rows(Text const& text) {
    std::vector<std::vector<double>> rows;
    for (auto i = text.next; i < text.lines.size(); ++i) {
        if (is_remark(text.lines[i])) continue;
        std::vector<double> row;
        for (auto const& field : fields_of(trimmed(text.lines[i]))) {
            auto const value = field.empty() ? std::optional(std::nan("")) : number_or_nan(field);
            if (!value)
                throw BadInput(fmt::format("\"{}\" is no number", field), text.where(i), "a row of numbers");
            row.push_back(*value);
        }
        if (row.size() < 2 || (!rows.empty() && row.size() != rows.front().size())) {
            throw BadInput(fmt::format("{} values stand here", row.size()), text.where(i),
                           rows.empty() ? "two or more" : fmt::format("{}, as before", rows.front().size()));
        }
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        throw BadInput("holds no rows of numbers", text.file.string(), "wavelength and reflectance a line");
    return rows;
}

/// What each column after the first is.
struct Columns {
    std::vector<std::size_t> spectra;
    std::vector<std::size_t> noise;  ///< of each spectrum, 0 where it has none
    std::vector<std::string> names;
};

Columns columns_of(std::size_t count, std::vector<std::string> const& names, std::string const& stem) {
    Columns columns;
    bool const is_named = names.size() == count;
    for (std::size_t c = 1; c < count; ++c) {
        bool const is_noise = is_named ? names_noise(names[c]) : count == 3 && c == 2;
        if (is_noise && !columns.spectra.empty()) {
            columns.noise.back() = c;
            continue;
        }
        columns.spectra.push_back(c);
        columns.noise.push_back(0);
        columns.names.push_back(is_named ? names[c] : fmt::format("{} column {}", stem, c + 1));
    }
    if (columns.spectra.size() == 1) columns.names = {stem};
    return columns;
}

void fill_table(std::vector<std::vector<double>> const& rows, Columns const& columns, SpectrumTable& table) {
    bool const has_noise =
        std::any_of(columns.noise.begin(), columns.noise.end(), [](auto c) { return c != 0; });
    for (auto const& row : rows)
        table.axis.values.push_back(row[0]);
    for (std::size_t k = 0; k < columns.spectra.size(); ++k) {
        for (auto const& row : rows) {
            table.reflectance.push_back(row[columns.spectra[k]]);
            if (has_noise) table.noise.push_back(columns.noise[k] ? row[columns.noise[k]] : std::nan(""));
        }
    }
    table.names = columns.names;
}

SpectrumTable read_splib07(Text const& text, Reading const& reading) {
    if (reading.wavelength_file.empty()) {
        throw BadInput("a splib07 spectrum has its wavelengths in another file", text.file.string(),
                       "a file of wavelengths beside it");
    }
    SpectrumTable table;
    table.format = "splib07 text";
    auto const& title = text.lines.front();
    table.names = {std::string(trimmed(std::string_view(title).substr(title.find(':') + 1)))};
    table.reflectance = read_column(text.file);
    return table;
}

SpectrumTable read_ecostress(Text text) {
    SpectrumTable table;
    table.format = "ECOSTRESS text";
    bool is_percent = false;
    for (; text.next < text.lines.size() && !is_row(text.lines[text.next]); ++text.next) {
        auto const& line = text.lines[text.next];
        auto const colon = line.find(':');
        if (colon == std::string::npos) continue;
        auto const key = lower_case(trimmed(std::string_view(line).substr(0, colon)));
        std::string const value(trimmed(std::string_view(line).substr(colon + 1)));
        if (key == "name") table.names = {value};
        if (key == "x units") table.axis.unit = unit_named(value);
        if (key == "y units") is_percent = lower_case(value).find("percent") != std::string::npos;
    }
    auto const rows = read_rows(text);
    auto const names = table.names;
    fill_table(rows, columns_of(rows.front().size(), {}, text.file.stem().string()), table);
    if (table.reflectance.size() == rows.size()) table.names = names;
    table.scale = is_percent ? 100 : 1;
    return table;
}

/// A .asc of RELAB: the number of rows stands alone in the first line, free text follows the rows. Leaves the
/// rows, if it is one. \return whether it is
bool take_counted_rows(Text& text) {
    auto const count = to_number(trimmed(text.lines.front()));
    if (!count || !(*count >= 1) || *count != std::floor(*count)) return false;
    std::vector<std::string> rows;
    for (std::size_t i = 1; i < text.lines.size() && static_cast<double>(rows.size()) < *count; ++i)
        if (is_row(text.lines[i])) rows.push_back(text.lines[i]);
    if (static_cast<double>(rows.size()) < *count) {
        throw BadInput(fmt::format("{} rows are announced, {} are there", *count, rows.size()), text.where(0),
                       "all rows");
    }
    text.lines = std::move(rows);
    return true;
}

SpectrumTable read_columns(Text text) {
    SpectrumTable table;
    table.format = "text table";
    std::string title;
    std::vector<std::string> names;
    if (take_counted_rows(text)) {
        table.format = "RELAB text";
        table.axis.unit = SpectralUnit::nanometre;
    }
    while (text.next < text.lines.size() && !is_row(text.lines[text.next])) {
        auto const line = trimmed(text.lines[text.next]);
        if (!is_remark(line) && !names.empty() && title.empty())
            title = fmt::format("{}", fmt::join(names, " "));
        if (!is_remark(line)) {
            auto const fields = fields_of(line);
            names.assign(fields.begin(), fields.end());
        }
        if (lower_case(line).find("relab") != std::string::npos) table.format = "RELAB text";
        // Two lines may stand above the rows: a title and the names of columns.
        if (++text.next > 64) break;
    }
    if (!names.empty()) table.axis.unit = unit_named(names.front());
    auto const rows = read_rows(text);
    fill_table(rows, columns_of(rows.front().size(), names, text.file.stem().string()), table);
    if (!title.empty() && table.names.size() == 1) table.names = {title};
    return table;
}

}  // namespace

SpectrumTable read_text_table(fs::path const& file, Reading const& reading) {
    Text text{file, read_lines(file)};
    while (!text.lines.empty() && trimmed(text.lines.front()).empty())
        text.lines.erase(text.lines.begin());
    if (text.lines.empty()) throw BadInput("is empty", file.string(), "a text of spectra");
    auto const& first = text.lines.front();
    bool const is_splib = first.find("Record=") != std::string::npos;
    auto table = is_splib                                 ? read_splib07(text, reading)
                 : lower_case(first).starts_with("name:") ? read_ecostress(std::move(text))
                                                          : read_columns(std::move(text));
    table.axis.where = file.string();
    table.files = {file};
    auto const rows = is_splib ? table.reflectance.size() : table.axis.values.size();
    read_axis_files(reading, table.axis, table.files);
    if (table.axis.values.size() != rows) {
        throw BadInput(fmt::format("{} wavelengths for {} rows", table.axis.values.size(), rows),
                       table.axis.where, "one for each row");
    }
    return table;
}

}  // namespace vespa::mulumesc

#include "drivers/raytrace/csv_rays.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string_view>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

namespace {

constexpr std::array<std::string_view, 8> column_names = {"x",  "y",  "z",         "dx",
                                                          "dy", "dz", "frequency", "mode"};
constexpr std::size_t mode_column = 7;
constexpr char const* allowed_columns = "x, y, z, dx, dy, dz, frequency, each once, and mode";
constexpr char const* byte_order_mark = "\xef\xbb\xbf";

/// The fields of a line, without the quotes that spreadsheets put.
std::vector<std::string_view> fields_in(std::string_view line) {
    auto fields = parts_of(line, ',');
    for (auto& field : fields) {
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
            field = field.substr(1, field.size() - 2);
    }
    return fields;
}

/// The lines of a file that say something, with where they stand.
class Lines {
  public:
    Lines(std::filesystem::path const& file, CsvIndex::Block begin)
        : file_(file), stream_(file, std::ios::binary), next_(begin) {
        if (!stream_) throw BadInput("cannot be opened", file_.string(), "a readable file");
        stream_.seekg(static_cast<std::streamoff>(begin.offset));
    }

    bool next() {
        while (std::getline(stream_, text_)) {
            here_ = next_;
            next_ = {here_.offset + text_.size() + 1, here_.line + 1};
            std::string_view line = text_;
            if (here_.offset == 0 && line.starts_with(byte_order_mark)) line.remove_prefix(3);
            auto const content = trimmed(line);
            if (content.empty() || content.front() == '#') continue;
            fields_ = fields_in(line);
            return true;
        }
        if (stream_.bad()) throw BadInput("cannot be read to its end", where());
        return false;
    }

    CsvIndex::Block here() const { return here_; }
    std::vector<std::string_view> const& fields() const { return fields_; }
    std::string where() const { return fmt::format("{}:{}", file_.string(), here_.line); }

  private:
    std::filesystem::path const& file_;
    std::ifstream stream_;
    CsvIndex::Block here_{}, next_;
    std::string text_;
    std::vector<std::string_view> fields_;
};

CsvIndex::Head read_header(Lines const& lines, bool mode_needed) {
    CsvIndex::Head head;
    auto const& names = lines.fields();
    for (std::size_t column = 0; column < column_names.size(); ++column) {
        head.place[column] = -1;
        std::size_t found = 0;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] != column_names[column]) continue;
            head.place[column] = static_cast<std::int32_t>(i);
            ++found;
        }
        bool const may_lack = column == mode_column && !mode_needed;
        if (found != 1 && !(may_lack && found == 0)) {
            throw BadInput(fmt::format("column \"{}\" is named {} times", column_names[column], found),
                           lines.where(),
                           std::string(allowed_columns) + (mode_needed ? " or one of --modes" : ""));
        }
        head.columns += static_cast<std::uint32_t>(found);
    }
    if (names.size() != head.columns) {
        throw BadInput(fmt::format("{} columns are named", names.size()), lines.where(), allowed_columns);
    }
    return head;
}

double number(Lines const& lines, CsvIndex::Head const& head, std::size_t column) {
    auto const text = lines.fields()[static_cast<std::size_t>(head.place[column])];
    double x = 0;
    if (auto const error = read_number(text, x); error != std::errc()) {
        bool const beyond = error == std::errc::result_out_of_range;
        throw BadInput(fmt::format("{}: \"{}\" is {}", column_names[column], text,
                                   beyond ? "beyond what a double can hold" : "not a number"),
                       lines.where(), "a number");
    }
    return x;
}

raytrace::Mode mode_of(std::string_view name) {
    if (name == "O" || name == "o") return raytrace::Mode::ordinary;
    if (name == "X" || name == "x") return raytrace::Mode::extraordinary;
    return no_mode;
}

raytrace::Launch launch(Lines const& lines, CsvIndex::Head const& head, ListUnits const& units) {
    if (lines.fields().size() != head.columns) {
        throw BadInput(fmt::format("{} values stand here", lines.fields().size()), lines.where(),
                       fmt::format("{}, as the header names", head.columns));
    }
    raytrace::Launch launch{};
    for (std::size_t i = 0; i < 3; ++i) {
        launch.position_m[i] = units.length_m * number(lines, head, i);
        launch.direction[i] = number(lines, head, 3 + i);
    }
    launch.frequency_hz = units::MHz * number(lines, head, 6);
    auto const place = head.place[mode_column];
    launch.mode = place < 0 ? *units.mode : mode_of(lines.fields()[static_cast<std::size_t>(place)]);
    return launch;
}

}  // namespace

CsvIndex index_csv_rays(std::filesystem::path const& file, ListUnits const& units) {
    Lines lines(file, {0, 1});
    CsvIndex index;
    if (lines.next()) index.head = read_header(lines, !units.mode);
    auto& rays = index.head.rays;
    for (; lines.next(); ++rays) {
        if (rays % RayList::block_rays == 0) index.blocks.push_back(lines.here());
        launch(lines, index.head, units);
    }
    if (rays == 0) throw BadInput("holds no rays", file.string(), "a header and a line for each ray");
    return index;
}

std::vector<raytrace::Launch> CsvRays::read_block(std::uint64_t block) const {
    auto const first = block * block_rays;
    auto const count = std::min(block_rays, size() - first);
    std::vector<raytrace::Launch> rays;
    rays.reserve(count);
    Lines lines(file_, index_.blocks.at(block));
    while (rays.size() < count && lines.next())
        rays.push_back(launch(lines, index_.head, units_));
    if (rays.size() < count)
        throw BadInput("has become shorter while it was read", file_.string(), "a file that stays as it is");
    return rays;
}

}  // namespace vespa::raytrace_driver

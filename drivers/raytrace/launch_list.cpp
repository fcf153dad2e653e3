#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/launches.hpp"
#include "shell/value.hpp"

namespace vespa::raytrace_driver {

namespace {

constexpr std::array<char const*, 8> column_names = {"x", "y", "z", "dx", "dy", "dz", "frequency", "mode"};
constexpr std::size_t mode_column = 7;

std::string trimmed(std::string const& text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> fields_of(std::string const& line) {
    std::vector<std::string> fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');)
        fields.push_back(trimmed(field));
    if (!line.empty() && line.back() == ',') fields.emplace_back();
    return fields;
}

class Reader {
  public:
    Reader(std::filesystem::path const& file, double unit_m) : file_(file), unit_m_(unit_m) {}

    std::vector<raytrace::Launch> read() {
        std::ifstream stream(file_);
        if (!stream) throw BadInput("cannot be opened", file_.string(), "a readable file");
        std::vector<raytrace::Launch> launches;
        bool header_read = false;
        for (std::string line; std::getline(stream, line);) {
            ++line_;
            line = trimmed(line);
            if (line.empty() || line[0] == '#') continue;
            if (header_read) {
                launches.push_back(launch(fields_of(line)));
            } else {
                read_header(fields_of(line));
                header_read = true;
            }
        }
        if (launches.empty())
            throw BadInput("holds no rays", file_.string(), "a header and a line for each ray");
        return launches;
    }

  private:
    std::string where() const { return fmt::format("{}:{}", file_.string(), line_); }

    void read_header(std::vector<std::string> const& names) {
        for (std::size_t column = 0; column < column_names.size(); ++column) {
            std::size_t found = 0;
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (names[i] != column_names[column]) continue;
                place_[column] = i;
                ++found;
            }
            if (found != 1) {
                throw BadInput(fmt::format("column \"{}\" is named {} times", column_names[column], found),
                               where(), "x, y, z, dx, dy, dz, frequency, mode, each once");
            }
        }
        if (names.size() != column_names.size()) {
            throw BadInput(fmt::format("{} columns are named", names.size()), where(),
                           "x, y, z, dx, dy, dz, frequency, mode");
        }
    }

    double number(std::vector<std::string> const& fields, std::size_t column) const {
        std::string const& text = fields[place_[column]];
        try {
            return shell::parse_number(text);
        } catch (std::invalid_argument const& error) {
            throw BadInput(fmt::format("{}: \"{}\" {}", column_names[column], text, error.what()), where(),
                           "a finite number");
        }
    }

    raytrace::Launch launch(std::vector<std::string> const& fields) const {
        if (fields.size() != column_names.size()) {
            throw BadInput(fmt::format("{} values stand here", fields.size()), where(),
                           "8, as the header names");
        }
        raytrace::Launch launch{};
        for (std::size_t i = 0; i < 3; ++i) {
            launch.position_m[i] = unit_m_ * number(fields, i);
            launch.direction[i] = number(fields, 3 + i);
        }
        launch.frequency_hz = units::MHz * number(fields, 6);
        launch.mode = mode_named(fields[place_[mode_column]], where());
        return launch;
    }

    std::filesystem::path const& file_;
    double unit_m_;
    std::size_t line_ = 0;
    std::array<std::size_t, column_names.size()> place_{};
};

}  // namespace

std::vector<raytrace::Launch> read_launch_list(std::filesystem::path const& file, double unit_m) {
    return Reader(file, unit_m).read();
}

}  // namespace vespa::raytrace_driver

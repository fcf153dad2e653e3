#include "drivers/occultation/ephemeris.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::occultation_driver {

namespace {

using Fields = std::vector<std::string_view>;

Fields column_names(bool has_sources) {
    Fields names = {"time", "observer_x", "observer_y", "observer_z"};
    if (has_sources) names.insert(names.end(), {"source_x", "source_y", "source_z"});
    return names;
}

/// Where in a row each column of column_names() stands.
std::vector<std::size_t> places_in(Fields const& header, bool has_sources, std::string const& where) {
    auto const names = column_names(has_sources);
    std::vector<std::size_t> places;
    for (auto const& name : names) {
        auto const count = std::count(header.begin(), header.end(), name);
        if (count != 1) {
            throw BadInput(fmt::format("column \"{}\" is named {} times", name, count), where,
                           fmt::format("{}, each once", fmt::join(names, ", ")));
        }
        places.push_back(
            static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin()));
    }
    for (auto const& name : header) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw BadInput(fmt::format("\"{}\" is no column of an ephemeris here", name), where,
                           fmt::format("{}", fmt::join(names, ", ")));
        }
    }
    return places;
}

double kilometres(std::string_view text, std::string_view column, std::string const& where) {
    double x = 0;
    if (read_number(text, x) != std::errc())
        throw BadInput(fmt::format("{}: \"{}\" is not a number", column, text), where, "a number");
    return x * units::km;
}

/// The digits [from, from + count) of a text as a number; −1 where they are none.
int digits_of(std::string const& text, std::size_t from, std::size_t count) {
    if (text.size() < from + count) return -1;
    int value = 0;
    for (auto i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

/// ":05.25" after hours and minutes; −1 for what is none.
double seconds_in_minute(std::string const& text) {
    if (text.empty()) return 0;
    int const whole = digits_of(text, 1, 2);
    if (text[0] != ':' || whole < 0) return -1;
    if (text.size() == 3) return whole;
    double fraction = 0;
    auto const [end, error] = std::from_chars(text.data() + 3, text.data() + text.size(), fraction);
    bool const is_fraction = text[3] == '.' && error == std::errc() && end == text.data() + text.size() &&
                             text.find_first_not_of("0123456789", 4) == std::string::npos && text.size() > 4;
    return is_fraction ? whole + fraction : -1;
}

void add_row(Ephemeris& ephemeris, Fields const& row, std::vector<std::size_t> const& places,
             bool has_sources, std::string const& where) {
    auto const names = column_names(has_sources);
    if (row.size() != names.size()) {
        throw BadInput(fmt::format("{} values stand here", row.size()), where,
                       fmt::format("{}, as the header names", names.size()));
    }
    std::string const time(row[places[0]]);
    double const seconds = seconds_of(time, where);
    if (!ephemeris.seconds.empty() && seconds <= ephemeris.seconds.back()) {
        throw BadInput(fmt::format("{} does not come after {}", time, ephemeris.times.back()), where,
                       "times that ascend");
    }
    occultation::Epoch epoch;
    for (std::size_t i = 0; i < 3; ++i) {
        epoch.observer_m[i] = kilometres(row[places[1 + i]], names[1 + i], where);
        if (has_sources) epoch.source[i] = kilometres(row[places[4 + i]], names[4 + i], where);
    }
    ephemeris.times.emplace_back(time);
    ephemeris.seconds.push_back(seconds);
    ephemeris.epochs.push_back(epoch);
}

}  // namespace

double seconds_of(std::string const& time, std::string const& where) {
    auto text = time;
    if (!text.empty() && text.back() == 'Z') text.pop_back();
    int const year = digits_of(text, 0, 4), month = digits_of(text, 5, 2), day = digits_of(text, 8, 2);
    int const hour = digits_of(text, 11, 2), minute = digits_of(text, 14, 2);
    bool const marked =
        text.size() >= 16 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':';
    double const second = marked ? seconds_in_minute(text.substr(16)) : -1;
    auto const date = std::chrono::year(year) /
                      std::chrono::month(static_cast<unsigned>(std::max(month, 0))) /
                      std::chrono::day(static_cast<unsigned>(std::max(day, 0)));
    if (!marked || year < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second >= 61) {
        throw BadInput(fmt::format("\"{}\" is no time", time), where, "ISO 8601 as 1996-06-27T06:29:07.5");
    }
    auto const days = std::chrono::sys_days(date) - std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);
    return 86400.0 * static_cast<double>(days.count()) + 3600.0 * hour + 60.0 * minute + second;
}

Ephemeris read_ephemeris(std::filesystem::path const& file, bool has_sources) {
    std::ifstream stream(file);
    if (!stream) throw BadInput("cannot be opened", file.string(), "a readable file");
    Ephemeris ephemeris;
    std::vector<std::size_t> places;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        auto const text = trimmed(line);
        if (text.empty() || text.front() == '#') continue;
        auto const where = fmt::format("{}:{}", file.string(), number);
        if (places.empty()) {
            places = places_in(parts_of(text, ','), has_sources, where);
        } else {
            add_row(ephemeris, parts_of(text, ','), places, has_sources, where);
        }
    }
    if (stream.bad()) throw BadInput("cannot be read to its end", file.string());
    if (ephemeris.epochs.empty())
        throw BadInput("holds no positions", file.string(), "a header and a line for each time");
    double const first = ephemeris.seconds.front();
    for (auto& second : ephemeris.seconds)
        second -= first;
    return ephemeris;
}

}  // namespace vespa::occultation_driver

#include "uws/instant.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace vespa::uws {
namespace {

using namespace std::chrono;

/// Takes numbers of fixed width off the front of a text.
class Digits {
  public:
    explicit Digits(std::string_view text) : text_(text) {}
    bool ended() const { return text_.empty(); }
    bool skip(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    /// The number that the next `width` digits make, -1 if they are not digits.
    int number(std::size_t width) {
        if (text_.size() < width) return -1;
        int value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return -1;
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(width);
        return value;
    }
    /// Milliseconds from the digits of a fraction, at least one; -1 if there is none.
    int milliseconds_of_fraction() {
        int value = 0, count = 0;
        for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9';
             text_.remove_prefix(1), ++count)
            if (count < 3) value = value * 10 + (text_.front() - '0');
        if (count == 0) return -1;
        for (; count < 3; ++count)
            value *= 10;
        return value;
    }

  private:
    std::string_view text_;
};

struct Date {
    int year = -1, month = 1, day = 1;
    bool has_day = false, extended = true, valid = false;
};

Date read_date(Digits& in) {
    Date date;
    date.year = in.number(4);
    if (date.year < 1) return date;
    date.valid = true;
    if (in.ended()) return date;
    date.extended = in.skip('-');
    date.month = in.number(2);
    if (in.ended() && date.extended) {
        date.valid = date.month >= 1 && date.month <= 12;
        return date;
    }
    if (date.extended && !in.skip('-')) date.valid = false;
    date.day = in.number(2);
    date.has_day = true;
    date.valid = date.valid && date.month > 0 && date.day > 0 &&
                 year_month_day(year(date.year), month(static_cast<unsigned>(date.month)),
                                day(static_cast<unsigned>(date.day)))
                     .ok();
    return date;
}

/// Time of day in the same form as the date, down to the end of the text; nothing if it is malformed.
std::optional<milliseconds> read_time(Digits& in, bool extended) {
    int parts[3] = {0, 0, 0};
    int fraction = 0;
    constexpr int limits[3] = {23, 59, 59};
    for (int i = 0; i < 3; ++i) {
        parts[i] = in.number(2);
        if (parts[i] < 0 || parts[i] > limits[i]) return std::nullopt;
        if (i == 2 && in.skip('.')) fraction = in.milliseconds_of_fraction();
        if (fraction < 0) return std::nullopt;
        if (in.ended()) break;
        if (in.skip('Z')) {
            if (!in.ended()) return std::nullopt;
            break;
        }
        if (i == 2 || (extended && !in.skip(':'))) return std::nullopt;
    }
    return hours(parts[0]) + minutes(parts[1]) + seconds(parts[2]) + milliseconds(fraction);
}

}  // namespace

Instant now() {
    return floor<milliseconds>(system_clock::now());
}

std::string to_text(Instant instant) {
    auto const midnight = floor<days>(instant);
    year_month_day const date(midnight);
    hh_mm_ss const time(instant - midnight);
    std::array<char, 24> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                              '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
    auto const put = [&](std::size_t at, std::size_t digits, std::int64_t value) {
        for (; digits > 0; value /= 10)
            text[at + --digits] = static_cast<char>('0' + value % 10);
    };
    put(0, 4, std::clamp(int(date.year()), 0, 9999));
    put(5, 2, unsigned(date.month()));
    put(8, 2, unsigned(date.day()));
    put(11, 2, time.hours().count());
    put(14, 2, time.minutes().count());
    put(17, 2, time.seconds().count());
    put(20, 3, time.subseconds().count());
    return {text.data(), text.size()};
}

std::optional<Instant> parse_instant(std::string_view text) {
    Digits in(text);
    Date const date = read_date(in);
    if (!date.valid) return std::nullopt;
    Instant const midnight = sys_days(year(date.year) / date.month / date.day);
    if (in.ended()) return midnight;
    if (!date.has_day || (!in.skip('T') && !in.skip(' '))) return std::nullopt;
    auto const time = read_time(in, date.extended);
    if (!time) return std::nullopt;
    return midnight + *time;
}

}  // namespace vespa::uws

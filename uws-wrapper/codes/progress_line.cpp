#include "codes/progress_line.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "codes/placeholders.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t longest_line = 2000;
constexpr off_t tail_bytes = 16384;

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
}

/// Takes `literal` off the front of `text`; a blank of it stands for any number of blanks.
bool take_literal(std::string_view& text, std::string_view literal) {
    for (; !literal.empty(); literal.remove_prefix(1)) {
        if (is_blank(literal.front()))
            skip_blanks(text);
        else if (text.empty() || text.front() != literal.front())
            return false;
        else
            text.remove_prefix(1);
    }
    return true;
}

bool take_number(std::string_view& text, double& number) {
    skip_blanks(text);
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number) || number < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return true;
}

}  // namespace

ProgressLine::ProgressLine(std::string const& pattern) : text_(pattern) {
    constexpr std::array<std::pair<std::string_view, Kind>, 4> holes = {{{"done", Kind::done},
                                                                         {"total", Kind::total},
                                                                         {"fraction", Kind::fraction},
                                                                         {"percent", Kind::percent}}};
    bool last_is_hole = false;
    for (auto const& piece : split_template(pattern)) {
        if (!piece.is_hole) {
            parts_.push_back({Kind::literal, piece.text});
            last_is_hole = false;
            continue;
        }
        auto const* const known = std::find_if(holes.begin(), holes.end(),
                                               [&](auto const& hole) { return hole.first == piece.text; });
        if (known == holes.end() || piece.width != 0)
            throw std::invalid_argument("{" + piece.text +
                                        "} is none of {done}, {total}, {fraction}, {percent}");
        if (last_is_hole) throw std::invalid_argument("something must stand between two numbers");
        if (std::any_of(parts_.begin(), parts_.end(),
                        [&](Part const& part) { return part.kind == known->second; }))
            throw std::invalid_argument("{" + piece.text + "} stands twice");
        parts_.push_back({known->second, {}});
        last_is_hole = true;
    }
    auto const has = [&](Kind kind) {
        return std::any_of(parts_.begin(), parts_.end(), [&](Part const& part) { return part.kind == kind; });
    };
    if (!has(Kind::fraction) && !has(Kind::percent) && !(has(Kind::done) && has(Kind::total)))
        throw std::invalid_argument("it must hold {fraction}, {percent}, or {done} and {total}");
}

std::optional<Progress> ProgressLine::read_at(std::string_view line) const {
    Progress progress;
    double number = 0;
    progress.fraction = -1;
    for (auto const& part : parts_) {
        if (part.kind == Kind::literal ? !take_literal(line, part.text) : !take_number(line, number))
            return std::nullopt;
        if (part.kind == Kind::done) progress.done = number;
        if (part.kind == Kind::total) progress.total = number;
        if (part.kind == Kind::fraction) progress.fraction = number;
        if (part.kind == Kind::percent) progress.fraction = number / 100;
    }
    if (progress.fraction < 0) {
        if (progress.total <= 0) return std::nullopt;
        progress.fraction = progress.done / progress.total;
    }
    if (progress.fraction > 1) return std::nullopt;
    return progress;
}

std::optional<Progress> ProgressLine::read(std::string_view line) const {
    if (empty()) return std::nullopt;
    line = line.substr(0, longest_line);
    for (std::size_t from = 0; from < line.size(); ++from) {
        // A number is read from its first digit on, never from its middle.
        if (from > 0 && parts_.front().kind != Kind::literal && !is_blank(line[from - 1])) continue;
        if (auto progress = read_at(line.substr(from))) return progress;
    }
    return std::nullopt;
}

std::optional<Progress> ProgressLine::read_last(std::string_view lines) const {
    // What no line end follows may be cut short. A bar drawn over and over ends with a carriage return.
    lines = lines.substr(0, lines.find_last_of("\r\n") + 1);
    while (!lines.empty()) {
        auto const end = lines.find_last_of("\r\n");
        auto const line = end == std::string_view::npos ? lines : lines.substr(end + 1);
        if (auto progress = read(line)) return progress;
        lines = end == std::string_view::npos ? std::string_view() : lines.substr(0, end);
    }
    return std::nullopt;
}

std::optional<Progress> progress_of_output(ProgressLine const& pattern, JobFolder const& folder) {
    if (pattern.empty()) return std::nullopt;
    UniqueFd const file(::open(folder.stdout_log().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    std::array<char, tail_bytes> tail;
    auto const got =
        ::pread(file.get(), tail.data(), tail.size(), std::max<off_t>(0, status.st_size - tail_bytes));
    if (got <= 0) return std::nullopt;
    return pattern.read_last({tail.data(), static_cast<std::size_t>(got)});
}

}  // namespace vespa::uws

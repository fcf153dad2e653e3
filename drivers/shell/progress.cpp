#include "shell/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "shell/signals.hpp"

namespace vespa::shell {
namespace {

using namespace std::chrono_literals;

constexpr auto bar_interval = 100ms;
constexpr auto file_interval = 250ms;
constexpr auto line_interval = 2s;   // at least, between two lines of a display without a terminal
constexpr auto line_reminder = 60s;  // at most, while the count moves
constexpr int bar_cells = 30;

std::string duration_text(double seconds) {
    auto const s = static_cast<long>(seconds + 0.5);
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
    return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

}  // namespace

Progress::Progress(bool shows, Display display, std::filesystem::path file)
    : shows_(shows), display_(shows ? display : Display::none), file_(std::move(file)) {
    if (!shows_) file_.clear();
}

Progress::~Progress() {
    if (bar_open_) std::fputc('\n', stderr);
}

void Progress::progress(std::uint64_t done, std::uint64_t total) {
    if (!shows_) return;
    done_ = done;
    total_ = total;
    show(false);
}

bool Progress::stop_requested() {
    return shell::stop_requested();
}

void Progress::phase(std::string name) {
    if (!shows_) return;
    if (bar_open_) show_bar(true);
    phase_ = std::move(name);
    message_.clear();
    done_ = total_ = 0;
    phase_began_ = Clock::now();
    shown_ = written_ = {};
    tenths_shown_ = -1;
    write_file();
}

void Progress::message(std::string text) {
    if (shows_) message_ = std::move(text);
}

void Progress::finish() {
    if (shows_) show(true);
}

double Progress::fraction() const {
    return total_ == 0 ? 0 : std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
}

void Progress::show(bool last) {
    auto const now = Clock::now();
    if (display_ == Display::bar && (last ? bar_open_ : now - shown_ >= bar_interval)) {
        shown_ = now;
        show_bar(last);
    }
    if (display_ == Display::lines && !last) show_line(now);
    if (last || now - written_ >= file_interval) write_file();
}

void Progress::show_bar(bool last) {
    auto const filled = static_cast<int>(fraction() * bar_cells);
    double const seconds = std::chrono::duration<double>(Clock::now() - phase_began_).count();
    auto const cells = std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(bar_cells - filled), '.');
    auto text = fmt::format("{} [{}] {:3.0f} %  {} of {}", phase_, cells, 100 * fraction(), done_, total_);
    if (last || done_ == 0 || done_ >= total_)
        text += "  " + duration_text(seconds);
    else
        text += "  " + duration_text(seconds * (1 / fraction() - 1)) + " left";
    if (!message_.empty()) text += "  " + message_;
    fmt::print(stderr, "\r{}\033[K{}", text, last ? "\n" : "");
    std::fflush(stderr);
    bar_open_ = !last;
}

void Progress::show_line(Clock::time_point now) {
    auto const tenths = static_cast<int>(fraction() * 10);
    auto const since = now - shown_;
    if (!(tenths > tenths_shown_ && since >= line_interval) && since < line_reminder) return;
    if (shown_ == Clock::time_point{} && now - phase_began_ < line_interval)
        return;  // short phases need no line
    shown_ = now;
    tenths_shown_ = tenths;
    fmt::print(stderr, "{}: {:.0f} %, {} of {}{}{}\n", phase_, 100 * fraction(), done_, total_,
               message_.empty() ? "" : ", ", message_);
}

void Progress::write_file() {
    if (file_.empty()) return;
    written_ = Clock::now();
    nlohmann::ordered_json const report = {{"fraction", fraction()},
                                           {"done", done_},
                                           {"total", total_},
                                           {"message", message_},
                                           {"phase", phase_}};
    auto const part = std::filesystem::path(file_) += ".part";
    std::error_code error;
    {
        std::ofstream out(part);
        out << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        out.close();
        if (!out) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(part, file_, error);
    if (!error) return;
    fmt::print(stderr, "Warning: progress file {} cannot be written; the run goes on without it.\n",
               file_.string());
    file_.clear();
}

namespace {

/// Whether standard error of the process that launched this one is a terminal: mpirun gives its ranks pipes
/// and forwards what they say to its own.
bool launcher_has_terminal() {
    std::error_code error;
    auto const target =
        std::filesystem::read_symlink(fmt::format("/proc/{}/fd/2", getppid()), error).string();
    return !error && (target.starts_with("/dev/pts/") || target.starts_with("/dev/tty"));
}

}  // namespace

Display display_here() {
    return isatty(STDERR_FILENO) != 0 || launcher_has_terminal() ? Display::bar : Display::lines;
}

}  // namespace vespa::shell

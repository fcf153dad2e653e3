#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/parallel/watcher.hpp"

namespace vespa::shell {

/// How progress is shown.
enum class Display { none, lines, bar };

/// Shows progress and carries the stop request of signals.hpp to the solver. Never communicates: only the
/// first rank shows, and it shows the counts it is given, so a solver passes those it knows of the whole run.
class Progress : public parallel::Watcher {
  public:
    /// \param file replaced by rename at most four times a second; empty for none
    Progress(bool shows, Display display, std::filesystem::path file);
    ~Progress() override;
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    void progress(std::uint64_t done, std::uint64_t total) override;
    bool stop_requested() override;
    /// Names what the run is at, "reading", "tracing"; the count starts anew.
    void phase(std::string name);
    /// A short remark beside the count.
    void message(std::string text);
    /// Shows the last count and ends the bar's line.
    void finish();

  private:
    using Clock = std::chrono::steady_clock;
    void show(bool last);
    void show_bar(bool last);
    void show_line(Clock::time_point now);
    void write_file();
    double fraction() const;

    bool shows_;
    Display display_;
    std::filesystem::path file_;
    std::string phase_;
    std::string message_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
    Clock::time_point phase_began_ = Clock::now();
    Clock::time_point shown_{};
    Clock::time_point written_{};
    int tenths_shown_ = -1;
    bool bar_open_ = false;
};

/// bar where standard error, or that of the process which launched this one (mpirun hands its ranks pipes),
/// is a terminal; else lines.
Display display_here();

}  // namespace vespa::shell

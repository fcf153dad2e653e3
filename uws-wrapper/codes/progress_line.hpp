#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "launch/progress.hpp"

namespace vespa::uws {

/// A line by which a program tells how far it is, for programs that know nothing of progress files:
/// "step {done} of {total}" or "{percent} %". A blank stands for any number of blanks, a hole for one number;
/// the text may begin anywhere in the line.
class ProgressLine {
  public:
    ProgressLine() = default;
    /// Throws std::invalid_argument saying what is wrong: a hole that is none of {done}, {total}, {fraction}
    /// and {percent}, one that stands twice, holes that touch, or neither fraction, percent nor done with
    /// total.
    explicit ProgressLine(std::string const& pattern);

    bool empty() const { return parts_.empty(); }
    std::string const& text() const { return text_; }
    /// What the line says; nothing if it is another kind of line, or no number between 0 and the whole.
    std::optional<Progress> read(std::string_view line) const;
    /// What the last whole line of that kind says.
    std::optional<Progress> read_last(std::string_view lines) const;

  private:
    enum class Kind { literal, done, total, fraction, percent };
    struct Part {
        Kind kind;
        std::string text;  ///< of a literal
    };
    std::optional<Progress> read_at(std::string_view line) const;

    std::string text_;
    std::vector<Part> parts_;
};

/// What a job's standard output says, from its last 16 kB; nothing if the code has no such lines or none has
/// come.
std::optional<Progress> progress_of_output(ProgressLine const& pattern, JobFolder const& folder);

}  // namespace vespa::uws

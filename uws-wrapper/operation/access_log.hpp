#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "http/server.hpp"
#include "launch/unique_fd.hpp"
#include "settings/settings.hpp"

namespace vespa::uws {

/// What the [log] of the configuration file says.
struct LogSettings {
    enum class Requests { none, failed, all };
    Requests requests =
        Requests::none;  ///< which requests get a line; failed = answered 4xx, 5xx or not at all
    std::optional<std::filesystem::path> file;  ///< appended to; else standard error
    bool json = true;                           ///< a JSON object a line, else words
};

/// Reads `requests` ("none", "failed", "all"), `file` and `form` ("json", "plain"). Throws BadSetting.
LogSettings read_log_settings(Settings const& settings);

/// The line of one request, without its line break. No secret of a query is written: only its path.
std::string log_line(http::Exchange const& exchange, bool json, std::string const& when);

/// Writes one line a request.
class AccessLog {
  public:
    /// Throws std::system_error if the file cannot be opened.
    explicit AccessLog(LogSettings settings);
    void write(http::Exchange const& exchange);
    /// Opens the file anew, after it has been moved away.
    void reopen();

  private:
    LogSettings settings_;
    UniqueFd file_;
};

}  // namespace vespa::uws

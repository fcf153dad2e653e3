#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vespa::uws {

/// The configuration file cannot be read or understood; what() names file, line, key and what is allowed.
class BadSetting : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One table of the configuration file (TOML), or an absent one, which holds nothing: every key then has its
/// default. Keys are asked for by name, type and range; finish() refuses those that nobody asked for, so that
/// a misspelt key is an error and not a default. Copies share what was asked for.
///
///     Limits read_limits(Settings const& settings) {
///         Limits limits;
///         limits.jobs = settings.whole("jobs", limits.jobs, 1, 10000);
///         limits.wait = settings.duration("wait", limits.wait, 0s, 1h);
///         settings.finish();
///         return limits;
///     }
class Settings {
  public:
    /// The whole file. Throws BadSetting if it cannot be read or is not TOML.
    static Settings read(std::filesystem::path const& file);
    /// The same from text. \param file named in messages; relative paths in the text start at its folder
    static Settings parse(std::string_view text, std::filesystem::path const& file);
    /// Without any key.
    static Settings none();

    bool has(std::string_view key) const;
    /// Where relative paths of this file start.
    std::filesystem::path folder() const;

    // Each returns the default if the key is absent, and throws BadSetting if its value has another type or
    // is out of range.
    bool flag(std::string_view key, bool otherwise) const;
    std::int64_t whole(std::string_view key, std::int64_t otherwise, std::int64_t least,
                       std::int64_t most) const;
    double number(std::string_view key, double otherwise, double least, double most) const;
    std::string text(std::string_view key, std::string otherwise) const;
    /// One of these words.
    std::string word(std::string_view key, std::string otherwise,
                     std::vector<std::string> const& allowed) const;
    std::vector<std::string> texts(std::string_view key, std::vector<std::string> otherwise = {}) const;
    /// Text of number and unit, "90 s", "15 min", "12 h", "30 d".
    std::chrono::seconds duration(std::string_view key, std::chrono::seconds otherwise,
                                  std::chrono::seconds least, std::chrono::seconds most) const;
    /// Bytes: a whole number, or text of number and unit, "500 kB", "32 MiB", "2 GiB", "1 TB".
    std::uint64_t bytes(std::string_view key, std::uint64_t otherwise) const;
    /// A path; a relative one starts at the folder of the configuration file. Empty text is refused.
    std::filesystem::path path(std::string_view key, std::filesystem::path otherwise) const;
    /// A secret never stands in the file itself: `KEY-file` names a file that holds it, of which the last
    /// line break is dropped. Throws BadSetting also if others may read that file.
    std::optional<std::string> secret(std::string_view key) const;

    /// The names of all keys of this table, for one whose keys are names of the site's own.
    std::vector<std::string> keys() const;

    /// [key]; holds nothing if it is absent.
    Settings table(std::string_view key) const;
    /// [[key]], in the order of the file.
    std::vector<Settings> tables(std::string_view key) const;
    /// Every [NAME] of this table that has not been asked for otherwise, in the order of names.
    std::vector<std::pair<std::string, Settings>> named_tables() const;

    /// Throws BadSetting: file, line, key, then `why`.
    [[noreturn]] void refuse(std::string_view key, std::string const& why) const;
    /// Throws BadSetting if this table has keys that were never asked for, and lists those that were.
    void finish() const;

  private:
    struct Node;
    explicit Settings(std::shared_ptr<Node> node) : node_(std::move(node)) {}
    std::shared_ptr<Node> node_;
};

}  // namespace vespa::uws

#include "settings/settings.hpp"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "settings/quantity.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(fs::path const& file, std::string const& what) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream || fs::is_directory(file)) throw BadSetting(what + " " + file.string() + " cannot be read");
    return text.str();
}

std::string listed(std::set<std::string, std::less<>> const& words) {
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "none" : text;
}

std::string plain(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

}  // namespace

struct Settings::Node {
    struct Document {
        toml::table root;
        fs::path file;
    };
    std::shared_ptr<Document const> document;
    toml::table const* table = nullptr;  ///< null = absent
    std::string name;                    ///< "access.guests", empty for the whole file
    mutable std::set<std::string, std::less<>> asked;
    mutable std::map<std::string, std::shared_ptr<Node>, std::less<>> children;

    toml::node const* find(std::string_view key) const {
        asked.emplace(key);
        return table == nullptr ? nullptr : table->get(key);
    }

    std::string named(std::string_view key) const {
        return (name.empty() ? "" : name + ".") + std::string(key);
    }

    std::shared_ptr<Node> child(std::string const& child_name, toml::table const* child_table) const {
        auto node = std::make_shared<Node>();
        node->document = document;
        node->table = child_table;
        node->name = child_name;
        return node;
    }

    /// The value of this type, or null if the key is absent.
    template <class Type>
    Type const* value(Settings const& settings, std::string_view key, char const* what) const {
        toml::node const* const node = find(key);
        if (node == nullptr) return nullptr;
        auto const* const typed = node->as<Type>();
        if (typed == nullptr) settings.refuse(key, std::string("takes ") + what);
        return &typed->get();
    }
};

Settings Settings::parse(std::string_view text, fs::path const& file) {
    auto document = std::make_shared<Node::Document>();
    document->file = file;
    try {
        document->root = toml::parse(text, file.string());
    } catch (toml::parse_error const& error) {
        throw BadSetting(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                         std::string(error.description()));
    }
    auto node = std::make_shared<Node>();
    node->table = &document->root;
    node->document = std::move(document);
    return Settings(std::move(node));
}

Settings Settings::read(fs::path const& file) {
    return parse(bytes_of(file, "the configuration file"), fs::absolute(file));
}

Settings Settings::none() {
    return parse("", "configuration");
}

bool Settings::has(std::string_view key) const {
    return node_->find(key) != nullptr;
}

fs::path Settings::folder() const {
    return node_->document->file.parent_path();
}

bool Settings::flag(std::string_view key, bool otherwise) const {
    auto const* const value = node_->value<bool>(*this, key, "true or false");
    return value == nullptr ? otherwise : *value;
}

std::int64_t Settings::whole(std::string_view key, std::int64_t otherwise, std::int64_t least,
                             std::int64_t most) const {
    std::string const what = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    auto const* const value = node_->value<std::int64_t>(*this, key, what.c_str());
    if (value == nullptr) return otherwise;
    if (*value < least || *value > most) refuse(key, "takes " + what);
    return *value;
}

double Settings::number(std::string_view key, double otherwise, double least, double most) const {
    toml::node const* const node = node_->find(key);
    if (node == nullptr) return otherwise;
    auto const value = node->is_number() ? node->value<double>() : std::nullopt;
    if (!value || !(*value >= least && *value <= most))
        refuse(key, "takes a number from " + plain(least) + " to " + plain(most));
    return *value;
}

std::string Settings::text(std::string_view key, std::string otherwise) const {
    auto const* const value = node_->value<std::string>(*this, key, "text in quotation marks");
    if (value == nullptr) return otherwise;
    if (value->find('\0') != std::string::npos) refuse(key, "takes text without NUL");
    return *value;
}

std::string Settings::word(std::string_view key, std::string otherwise,
                           std::vector<std::string> const& allowed) const {
    auto value = text(key, std::move(otherwise));
    if (has(key) && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        refuse(key, "takes one of: " + listed({allowed.begin(), allowed.end()}));
    return value;
}

std::vector<std::string> Settings::texts(std::string_view key, std::vector<std::string> otherwise) const {
    toml::node const* const node = node_->find(key);
    if (node == nullptr) return otherwise;
    toml::array const* const array = node->as_array();
    if (array == nullptr) refuse(key, "takes a list of texts: [\"...\", ...]");
    std::vector<std::string> values;
    for (auto const& item : *array) {
        auto const value = item.value_exact<std::string>();
        if (!value) refuse(key, "takes a list of texts only");
        values.push_back(*value);
    }
    return values;
}

std::chrono::seconds Settings::duration(std::string_view key, std::chrono::seconds otherwise,
                                        std::chrono::seconds least, std::chrono::seconds most) const {
    if (!has(key)) return otherwise;
    auto const value = duration_of(text(key, {}));
    if (!value || *value < least || *value > most)
        refuse(key, "takes a time of " + text_of(least) + " to " + text_of(most) +
                        ", as \"90 s\", \"15 min\", \"12 h\", \"30 d\"");
    return *value;
}

std::uint64_t Settings::bytes(std::string_view key, std::uint64_t otherwise) const {
    toml::node const* const node = node_->find(key);
    if (node == nullptr) return otherwise;
    auto const whole = node->value_exact<std::int64_t>();
    if (whole && *whole >= 0) return static_cast<std::uint64_t>(*whole);
    auto const text = node->value_exact<std::string>();
    auto const value = text ? bytes_of_text(*text) : std::nullopt;
    if (!value) refuse(key, "takes bytes: a whole number, or \"500 kB\", \"32 MiB\", \"2 GiB\"");
    return *value;
}

fs::path Settings::path(std::string_view key, fs::path otherwise) const {
    if (!has(key)) return otherwise;
    auto const value = text(key, {});
    if (value.empty()) refuse(key, "takes a path, not an empty text");
    return (node_->document->file.parent_path() / value).lexically_normal();
}

std::optional<std::string> Settings::secret(std::string_view key) const {
    if (node_->table != nullptr && node_->table->contains(key))
        refuse(key, "is a secret: put it into a file that only the server may read, and name that file as " +
                        std::string(key) + "-file");
    std::string const file_key = std::string(key) + "-file";
    if (!has(file_key)) return std::nullopt;
    fs::path const file = path(file_key, {});
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        refuse(file_key, "names " + file.string() + ", which is not a file that can be read");
    if ((status.st_mode & S_IRWXO) != 0)
        refuse(file_key, "names " + file.string() + ", which others may read: chmod o= it");
    std::string value = bytes_of(file, "the file of " + node_->named(key));
    while (!value.empty() && (value.back() == '\n' || value.back() == '\r'))
        value.pop_back();
    if (value.empty()) refuse(file_key, "names " + file.string() + ", which is empty");
    return value;
}

Settings Settings::table(std::string_view key) const {
    toml::node const* const node = node_->find(key);
    if (node != nullptr && !node->is_table()) refuse(key, "is a table: [" + node_->named(key) + "]");
    auto& child = node_->children[std::string(key)];
    if (!child) child = node_->child(node_->named(key), node == nullptr ? nullptr : node->as_table());
    return Settings(child);
}

std::vector<Settings> Settings::tables(std::string_view key) const {
    toml::node const* const node = node_->find(key);
    std::vector<Settings> tables;
    if (node == nullptr) return tables;
    if (!node->is_array_of_tables()) refuse(key, "is a list of tables: [[" + node_->named(key) + "]]");
    for (auto const& item : *node->as_array())
        tables.push_back(Settings(node_->child(node_->named(key), item.as_table())));
    return tables;
}

std::vector<std::pair<std::string, Settings>> Settings::named_tables() const {
    std::vector<std::pair<std::string, Settings>> tables;
    if (node_->table == nullptr) return tables;
    for (auto const& [key, value] : *node_->table) {
        if (!value.is_table() || node_->asked.contains(key.str())) continue;
        std::string const name(key.str());
        tables.emplace_back(name, table(name));
    }
    return tables;
}

std::vector<std::string> Settings::keys() const {
    std::vector<std::string> names;
    if (node_->table == nullptr) return names;
    for (auto const& [key, value] : *node_->table)
        names.emplace_back(key.str());
    return names;
}

void Settings::refuse(std::string_view key, std::string const& why) const {
    std::string place = node_->document->file.string();
    if (node_->table != nullptr) {
        toml::node const* const node = node_->table->get(key);
        auto const line = (node == nullptr ? node_->table->source() : node->source()).begin.line;
        if (line > 0) place += ":" + std::to_string(line);
    }
    throw BadSetting(place + ": " + node_->named(key) + " " + why);
}

void Settings::finish() const {
    if (node_->table == nullptr) return;
    for (auto const& [key, value] : *node_->table)
        if (!node_->asked.contains(key.str()))
            refuse(key.str(), "is not a key that the server knows; it knows here: " + listed(node_->asked));
}

}  // namespace vespa::uws

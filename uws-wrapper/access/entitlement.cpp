#include "access/entitlement.hpp"

#include <algorithm>
#include <cctype>

#include "http/percent.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t longest_urn = 2048;

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
        parts.push_back(text.substr(0, colon));
        text.remove_prefix(colon + 1);
    }
    parts.push_back(text);
    return parts;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
    });
    return result;
}

/// A part of the group's path. What separates groups for us may not hide in an escape.
std::optional<std::string> decode_part(std::string_view part) {
    auto text = http::decode_percent(part, http::Plus::stays);
    bool const plain =
        text && !text->empty() && std::none_of(text->begin(), text->end(), [](unsigned char c) {
            return c < 0x20 || c == 0x7F || c == ':' || c == '#';
        });
    return plain ? text : std::nullopt;
}

bool holds(std::vector<std::string> const& words, std::string const& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::optional<Entitlement> parse_entitlement(std::string_view urn) {
    if (urn.size() > longest_urn) return std::nullopt;
    Entitlement read;
    if (auto const hash = urn.find('#'); hash != std::string_view::npos) {
        auto const authority = decode_part(urn.substr(hash + 1));
        if (!authority) return std::nullopt;
        read.authority = *authority;
        urn = urn.substr(0, hash);
    }
    auto const parts = split(urn);
    std::size_t at = 0;
    for (; at < parts.size() && parts[at] != "group"; ++at) {
        if (parts[at].empty()) return std::nullopt;
        read.space.push_back(lower(parts[at]));
    }
    if (read.space.size() < 2 || read.space[0] != "urn") return std::nullopt;
    for (++at; at < parts.size(); ++at) {
        auto const part = decode_part(parts[at]);
        // A role ends the path.
        if (!part || !read.role.empty()) return std::nullopt;
        if (parts[at].substr(0, 5) == "role=") {
            read.role = part->substr(5);
            if (read.role.empty()) return std::nullopt;
        } else {
            read.path.push_back(*part);
        }
    }
    if (read.path.empty()) return std::nullopt;
    return read;
}

std::vector<std::string> groups_of(std::string_view urn, GroupRules const& rules) {
    auto const read = parse_entitlement(urn);
    if (!read || rules.space.empty()) return {};
    auto const wanted = split(rules.space);
    bool const ours = std::equal(wanted.begin(), wanted.end(), read->space.begin(), read->space.end(),
                                 [](std::string_view a, std::string const& b) { return lower(a) == b; });
    bool const vouched = rules.authorities.empty() || holds(rules.authorities, read->authority);
    bool const member = read->role.empty() || holds(rules.roles, read->role);
    if (!ours || !vouched || !member) return {};
    std::vector<std::string> groups;
    std::string path;
    for (auto const& part : read->path)
        groups.push_back(path.append(path.empty() ? "" : ":").append(part));
    return groups;
}

}  // namespace vespa::uws

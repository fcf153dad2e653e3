#include "http/form.hpp"

#include <algorithm>

#include "http/message.hpp"
#include "http/percent.hpp"

namespace vespa::uws::http {
namespace {

std::string decoded(std::string_view text) {
    auto value = decode_percent(text, Plus::is_blank);
    if (!value) throw Refusal(400, "a form field holds a broken % escape, invalid UTF-8 or a NUL");
    return std::move(*value);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string header_attribute(std::string_view header_value, std::string_view name) {
    std::size_t at = header_value.find(';');
    while (at < header_value.size()) {
        ++at;
        std::size_t const equals = header_value.find('=', at);
        if (equals == std::string_view::npos) return {};
        std::string_view const key = trimmed(header_value.substr(at, equals - at));
        std::string value;
        at = equals + 1;
        while (at < header_value.size() && header_value[at] == ' ')
            ++at;
        if (at < header_value.size() && header_value[at] == '"') {
            for (++at; at < header_value.size() && header_value[at] != '"'; ++at) {
                if (header_value[at] == '\\' && at + 1 < header_value.size() &&
                    (header_value[at + 1] == '"' || header_value[at + 1] == '\\'))
                    ++at;
                value += header_value[at];
            }
            at = header_value.find(';', at);
        } else {
            std::size_t const end = std::min(header_value.find(';', at), header_value.size());
            value = trimmed(header_value.substr(at, end - at));
            at = end;
        }
        if (same_name(key, name)) return value;
    }
    return {};
}

Form parse_urlencoded(std::string_view text) {
    Form form;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find('&'), text.size());
        std::string_view const piece = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (piece.empty()) continue;
        if (form.size() == most_fields) throw Refusal(400, "too many form fields");
        std::size_t const equals = std::min(piece.find('='), piece.size());
        Field field;
        field.name = decoded(piece.substr(0, equals));
        field.value = decoded(piece.substr(std::min(equals + 1, piece.size())));
        if (field.name.empty()) throw Refusal(400, "a form field without a name");
        form.push_back(std::move(field));
    }
    return form;
}

bool is_multipart_form(std::string_view content_type) {
    return same_name(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

Form parse_body(std::string_view content_type, std::string_view body) {
    std::string_view const type = trimmed(content_type.substr(0, content_type.find(';')));
    if (body.empty()) return {};
    if (same_name(type, "application/x-www-form-urlencoded")) return parse_urlencoded(body);
    throw Refusal(415, "the body must be application/x-www-form-urlencoded or multipart/form-data");
}

}  // namespace vespa::uws::http

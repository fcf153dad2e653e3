#include "http/form.hpp"

#include <algorithm>
#include <optional>

#include "http/message.hpp"
#include "http/percent.hpp"

namespace vespa::uws::http {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string decoded(std::string_view text) {
    auto value = decode_percent(text, Plus::is_blank);
    if (!value) throw Refusal(400, "a form field holds a broken % escape, invalid UTF-8 or a NUL");
    return std::move(*value);
}

/// The last component of a file name as browsers and hostile clients send it.
std::string base_name(std::string_view sent) {
    std::size_t const cut = sent.find_last_of("/\\");
    std::string const name(cut == std::string_view::npos ? sent : sent.substr(cut + 1));
    bool const control = std::any_of(name.begin(), name.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x20U || byte == 0x7FU;
    });
    if (control || name == "." || name == ".." || name.empty() || name.size() > 200 || !is_utf8(name))
        throw Refusal(400, "the file name of an upload is not usable");
    return name;
}

struct PartHeader {
    std::string name, content_type;
    std::optional<std::string> file_name;
};

PartHeader parse_part_header(std::string_view lines) {
    PartHeader header;
    bool named = false;
    while (!lines.empty()) {
        std::size_t const end = std::min(lines.find("\r\n"), lines.size());
        std::string_view const line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        std::size_t const colon = line.find(':');
        if (colon == std::string_view::npos) throw Refusal(400, "a multipart header line without a colon");
        std::string_view const key = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
        if (same_name(key, "Content-Type")) header.content_type = value;
        if (!same_name(key, "Content-Disposition")) continue;
        header.name = header_attribute(value, "name");
        named = !header.name.empty();
        // A browser that was given no file sends filename="".
        if (value.find("filename=") != std::string_view::npos)
            header.file_name = header_attribute(value, "filename");
    }
    if (!named || !is_utf8(header.name) || header.name.find('\0') != std::string::npos)
        throw Refusal(400, "a multipart part without a usable name");
    return header;
}

void add_part(Form& form, std::string_view part) {
    std::size_t const blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos) throw Refusal(400, "a multipart part without the end of its header");
    PartHeader header = parse_part_header(part.substr(0, blank));
    std::string_view const content = part.substr(blank + 4);
    Field field;
    field.name = std::move(header.name);
    field.content_type = std::move(header.content_type);
    field.value = content;
    if (header.file_name) {
        if (header.file_name->empty() && content.empty()) return;  // "no file chosen"
        field.is_file = true;
        field.file_name = base_name(*header.file_name);
        for (auto const& other : form)
            if (other.is_file && other.name == field.name)
                throw Refusal(400, "two files under one name in a multipart body");
    } else if (!is_utf8(content) || content.find('\0') != std::string_view::npos) {
        throw Refusal(400, "a multipart text field that is not UTF-8 text");
    }
    if (form.size() == most_fields) throw Refusal(400, "too many form fields");
    form.push_back(std::move(field));
}

}  // namespace

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

Form parse_multipart(std::string_view body, std::string_view boundary) {
    if (boundary.empty() || boundary.size() > 200) throw Refusal(400, "a multipart body without a boundary");
    Form form;
    std::string const first = "--" + std::string(boundary), next = "\r\n" + first;
    // What stands before the first boundary is a preamble to be skipped (RFC 2046, 5.1.1).
    std::size_t at = 0;
    if (body.substr(0, first.size()) != first) {
        at = body.find(next);
        if (at == std::string_view::npos) throw Refusal(400, "a multipart body that lacks its boundary");
        at += 2;
    }
    for (;;) {
        at += first.size();
        if (body.substr(at, 2) == "--") return form;
        while (at < body.size() && (body[at] == ' ' || body[at] == '\t'))
            ++at;
        if (body.substr(at, 2) != "\r\n") throw Refusal(400, "a malformed multipart boundary");
        std::size_t const end = body.find(next, at);  // from the line end on: a part may be empty
        if (end == std::string_view::npos) throw Refusal(400, "a multipart body without its final boundary");
        add_part(form, end >= at + 2 ? body.substr(at + 2, end - at - 2) : std::string_view{});
        at = end + 2;
    }
}

Form parse_body(std::string_view content_type, std::string_view body) {
    std::string_view const type = trimmed(content_type.substr(0, content_type.find(';')));
    if (same_name(type, "multipart/form-data"))
        return parse_multipart(body, header_attribute(content_type, "boundary"));
    if (body.empty()) return {};
    if (same_name(type, "application/x-www-form-urlencoded")) return parse_urlencoded(body);
    throw Refusal(415, "the body must be application/x-www-form-urlencoded or multipart/form-data");
}

}  // namespace vespa::uws::http

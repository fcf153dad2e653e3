#include "store/flat_json.hpp"

#include <algorithm>
#include <charconv>

namespace vespa::uws {
namespace {

void append_utf8(std::string& text, unsigned code) {
    auto const put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80U) return put(code);
    if (code < 0x800U) {
        put(0xC0U | code >> 6U);
    } else {
        if (code < 0x10000U) {
            put(0xE0U | code >> 12U);
        } else {
            put(0xF0U | code >> 18U);
            put(0x80U | (code >> 12U & 0x3FU));
        }
        put(0x80U | (code >> 6U & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

}  // namespace

void FlatJson::fail(char const* why) const {
    throw StoreError(std::string("not the JSON of this store: ") + why + " before '" +
                     std::string(rest_.substr(0, 20)) + "'");
}

void FlatJson::blanks() {
    while (!rest_.empty() &&
           (rest_.front() == ' ' || rest_.front() == '\n' || rest_.front() == '\t' || rest_.front() == '\r'))
        rest_.remove_prefix(1);
}

bool FlatJson::accept(char c) {
    blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
}

void FlatJson::expect(char c) {
    if (!accept(c)) fail((std::string("no ") + c).c_str());
}

std::string FlatJson::text() {
    expect('"');
    std::string text;
    for (;;) {
        std::size_t plain = rest_.find('"');
        if (plain == std::string_view::npos) fail("a text does not end");
        plain = std::min(plain, rest_.substr(0, plain).find('\\'));
        text.append(rest_.substr(0, plain));
        bool const ended = rest_[plain] == '"';
        rest_.remove_prefix(plain + 1);
        if (ended) return text;
        escape(text);
    }
}

void FlatJson::escape(std::string& text) {
    if (rest_.empty()) fail("a text does not end");
    char const c = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (std::size_t const at = names.find(c); at != std::string_view::npos) {
        text += meant[at];
        return;
    }
    if (c != 'u') fail("an unknown escape");
    unsigned code = hex4();
    if (code >= 0xD800U && code < 0xDC00U) {
        if (rest_.substr(0, 2) != "\\u") fail("half a character");
        rest_.remove_prefix(2);
        unsigned const low = hex4();
        if (low < 0xDC00U || low > 0xDFFFU) fail("half a character");
        code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
    } else if (code >= 0xDC00U && code <= 0xDFFFU) {
        fail("half a character");
    }
    append_utf8(text, code);
}

unsigned FlatJson::hex4() {
    unsigned code = 0;
    auto const digits = rest_.substr(0, 4);
    auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc() || stop != digits.data() + 4) fail("a broken escape");
    rest_.remove_prefix(4);
    return code;
}

std::uint64_t FlatJson::number() {
    blanks();
    std::uint64_t value = 0;
    auto const [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) fail("no whole number");
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return value;
}

bool FlatJson::flag() {
    blanks();
    bool const yes = rest_.substr(0, 4) == "true";
    if (!yes && rest_.substr(0, 5) != "false") fail("neither true nor false");
    rest_.remove_prefix(yes ? 4 : 5);
    return yes;
}

void FlatJson::end() {
    blanks();
    if (!rest_.empty()) fail("more");
}

}  // namespace vespa::uws

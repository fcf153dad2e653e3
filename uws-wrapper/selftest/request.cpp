#include "selftest/request.hpp"

#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <string_view>

namespace vespa::selftest {
namespace {

template <class Number>
void read_number(std::string_view text, Number& number, Number most) {
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || rest != text.data() + text.size() || !(number >= 0) || number > most)
        throw UsageError("a number from 0 to " + std::to_string(most) + " is expected");
}

void read_boolean(std::string_view text, bool& value) {
    if (text != "true" && text != "false") throw UsageError("true or false is expected");
    value = text == "true";
}

}  // namespace

Request read_request(int argc, char const* const* argv) {
    Request request;
    std::map<std::string_view, std::function<void(std::string_view)>> const options = {
        {"--seconds", [&](auto text) { read_number(text, request.seconds, 86400.0); }},
        {"--exit_code", [&](auto text) { read_number(text, request.exit_code, 255); }},
        {"--text", [&](auto text) { request.text = text; }},
        {"--bytes", [&](auto text) { read_number(text, request.bytes, std::uint64_t{1} << 40); }},
        {"--children", [&](auto text) { read_number(text, request.children, 100); }},
        {"--ignore_term", [&](auto text) { read_boolean(text, request.ignore_term); }},
        {"--progress", [&](auto text) { read_number(text, request.progress, 100000); }},
        {"--upload", [&](auto text) { request.upload = text; }},
        {"--QUERY", [&](auto text) { request.query = text; }},
        {"--progress-file", [&](auto text) { request.progress_file = text; }},
    };
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        auto const equals = argument.find('=');
        auto const option = options.find(argument.substr(0, equals));
        if (option == options.end() || equals == std::string_view::npos)
            throw UsageError(std::string(argument) + ": is no --name=value of this program");
        try {
            option->second(argument.substr(equals + 1));
        } catch (UsageError const& error) {
            throw UsageError(std::string(argument) + ": " + error.what());
        }
    }
    return request;
}

}  // namespace vespa::selftest

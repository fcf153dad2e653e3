#include "core/text/numbers.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace vespa {
namespace {

/// Without a plus sign, which std::from_chars does not know; false where another sign follows it.
bool drop_plus(std::string_view& text) {
    if (!text.starts_with('+')) return true;
    text.remove_prefix(1);
    return !text.starts_with('-') && !text.starts_with('+');
}

std::errc read(char const* begin, char const* end, double& value) {
    double found = 0;
    auto const [stop, error] = std::from_chars(begin, end, found);
    if (error == std::errc::invalid_argument || stop != end) return std::errc::invalid_argument;
    if (error == std::errc::result_out_of_range) {
        // It does not say on which side.
        found = std::strtod(std::string(begin, end).c_str(), nullptr);
        if (!std::isfinite(found)) return error;
    }
    value = found;
    return {};
}

/// The place of Fortran's letter of an exponent: a d after a digit or a point.
std::size_t find_fortran_exponent(std::string_view text) {
    auto const at = text.find_first_of("dD");
    if (at == 0 || at == std::string_view::npos) return std::string_view::npos;
    char const before = text[at - 1];
    return before == '.' || (before >= '0' && before <= '9') ? at : std::string_view::npos;
}

}  // namespace

std::errc read_number(std::string_view text, double& value) {
    if (!drop_plus(text)) return std::errc::invalid_argument;
    auto const exponent = find_fortran_exponent(text);
    if (exponent == std::string_view::npos) return read(text.data(), text.data() + text.size(), value);
    std::string copy(text);
    copy[exponent] = 'e';
    return read(copy.data(), copy.data() + copy.size(), value);
}

std::optional<double> to_number(std::string_view text) {
    double value = 0;
    if (read_number(text, value) != std::errc() || !std::isfinite(value)) return {};
    return value;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t value = 0;
    if (!drop_plus(text)) return {};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

std::string shown(double value) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

}  // namespace vespa

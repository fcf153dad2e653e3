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

/// As std::from_chars() for the whole text, too small numbers rounded. \param stop  where it ends to be a
/// number
std::errc read(std::string_view text, double& value, std::size_t& stop) {
    auto const* const end = text.data() + text.size();
    double found = 0;
    auto const [at, error] = std::from_chars(text.data(), end, found);
    stop = static_cast<std::size_t>(at - text.data());
    if (error == std::errc::invalid_argument || at != end) return std::errc::invalid_argument;
    if (error == std::errc::result_out_of_range) {
        // It does not say on which side.
        found = std::strtod(std::string(text).c_str(), nullptr);
        if (!std::isfinite(found)) return error;
    }
    value = found;
    return {};
}

/// Fortran's letter of an exponent: a d after a digit or a point.
bool is_fortran_exponent(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size() || (text[at] != 'd' && text[at] != 'D')) return false;
    char const before = text[at - 1];
    return before == '.' || (before >= '0' && before <= '9');
}

}  // namespace

std::errc read_number(std::string_view text, double& value) {
    if (!drop_plus(text)) return std::errc::invalid_argument;
    std::size_t stop = 0;
    auto const error = read(text, value, stop);
    if (error != std::errc::invalid_argument || !is_fortran_exponent(text, stop)) return error;
    std::string copy(text);
    copy[stop] = 'e';
    return read(copy, value, stop);
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

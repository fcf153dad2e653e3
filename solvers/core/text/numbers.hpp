#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace vespa {

/// The whole text as a decimal number, as C and Fortran write them: a sign or none, exponents with e or d.
/// "nan" and "inf" are numbers too; what is too small for a double is rounded, to zero in the end. No locale.
/// \return std::errc() and the value; std::errc::result_out_of_range where it is too large for a double;
/// std::errc::invalid_argument where the text is no number, the value then being left alone
std::errc read_number(std::string_view text, double& value);

/// As read_number(), finite; none where it is not.
std::optional<double> to_number(std::string_view text);

/// The whole text as an integer, a sign or none before it; none where it is not or is beyond 64 bits.
std::optional<std::int64_t> to_integer(std::string_view text);

/// Shortest text that reads back as the same number.
std::string shown(double value);

}  // namespace vespa

#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vespa::lbl {

/// What a named unit is in SI: Pa, m, or a mole fraction. Upper and lower case are the same. Empty: not
/// known.
std::optional<double> pascals_of(std::string_view unit);
std::optional<double> metres_of(std::string_view unit);
std::optional<double> mole_fraction_of(std::string_view unit);

/// The units that are known, for messages.
std::string pressure_units();
std::string height_units();
std::string abundance_units();

}  // namespace vespa::lbl

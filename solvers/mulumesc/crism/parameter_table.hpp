#pragma once
#include <filesystem>
#include <istream>
#include <string>
#include <vector>

#include "mulumesc/crism/formula.hpp"

namespace vespa::mulumesc {

/// Spectral parameters defined by formulas.
struct ParameterTable {
    std::string title, source;  ///< what they are; publications
    std::vector<std::string> names, units, meanings;
    FormulaSet set;  ///< a formula for each name
};

/// Reads a table: first line "vespa-parameters 1", then "title …", "source …" and rows
///   NAME | unit | formula | meaning
/// with an empty unit for pure numbers; lines of # are remarks. \throws BadInput naming file and line
ParameterTable read_parameter_table(std::istream& text, std::string const& name);
ParameterTable read_parameter_table(std::filesystem::path const& file);

}  // namespace vespa::mulumesc

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lbl/atmosphere/profile.hpp"
#include "lbl/atmosphere/table_text.hpp"

namespace vespa::lbl {

/// What the columns of a table of levels mean, and how to read its rows.
class ProfileColumns {
  public:
    /// Next column: "pressure", "temperature", "height", or a gas by its formula. \throws BadInput for a unit
    /// that does not fit or a name that has been there
    void add(TableText const& lines, std::string const& name, std::string_view unit);
    /// A column whose numbers are not wanted.
    void add_unused() { columns_.push_back({Kind::unused, 1, {}}); }

    /// Rows to the end of the text, in either order of levels; checked. \throws BadInput
    Profile read_rows(TableText& lines, std::string const& name, double molar_mass) const;

  private:
    enum class Kind { pressure, temperature, height, gas, unused };
    struct Column {
        Kind kind;
        double unit;
        std::string name;
    };
    bool has(Kind kind) const;

    std::vector<Column> columns_;
};

}  // namespace vespa::lbl

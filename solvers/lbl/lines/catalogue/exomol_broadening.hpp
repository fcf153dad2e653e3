#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace vespa::lbl {

/// A width at 296 K and its exponent.
struct Width {
    double gamma;     ///< cm-1 atm-1
    double exponent;  ///< n of (296 K / T)^n
};

/// What a .broad file of ExoMol says of one broadener (Barton et al. 2017, JQSRT 203, 490): rows "a0 gamma n
/// J" by the lower state's J, and "a1 gamma n J J'" by both. Rows of other codes need quantum numbers that a
/// list does not always have and are left aside.
class ExomolBroadening {
  public:
    /// Widths in the file are per bar, here they are per atm. \throws BadInput with file and line, also if no
    /// row is of code a0 or a1
    static ExomolBroadening read(std::filesystem::path const& path);

    /// By J'' and J' if the file has that pair, else by J'', else `other`.
    Width of(double lower, double upper, Width other) const;

  private:
    std::map<int, Width> by_lower_;                 // of 2 J''
    std::map<std::pair<int, int>, Width> by_both_;  // of 2 J'', 2 J'
};

/// What is used of a .def file.
struct ExomolDefinition {
    std::string formula;  ///< "(12C)(16O)"
    double mass = 0;      ///< Da
    Width usual{};        ///< of lines without their own
};

/// Reads a .def file. \throws BadInput if the mass or the usual width is not there
ExomolDefinition read_exomol_definition(std::filesystem::path const& path);

}  // namespace vespa::lbl

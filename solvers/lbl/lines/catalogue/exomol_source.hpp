#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lbl/lines/catalogue/exomol_broadening.hpp"
#include "lbl/lines/catalogue/exomol_states.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::lbl {

/// The files of an ExoMol list, plain or .bz2, and what they do not say.
struct ExomolFiles {
    std::filesystem::path states;
    std::vector<std::filesystem::path> transitions;
    std::map<std::string, std::filesystem::path> broadening;  ///< .broad by broadener: "h2", "he", "air"
    Isotopologue isotopologue;         ///< its mass; contained_abundance becomes 1: ExoMol's lists hold none
    Width usual{0.07 * 1.01325, 0.5};  ///< of lines that .broad does not list; ExomolDefinition::usual
    /// Positions: those of the .trans files where they have them, or always the differences of the states'
    /// energies, which later versions of a list may have improved; the two differ by 1e-4 cm-1 and more.
    bool positions_of_states = false;
    double partition_sum_296 = 0;  ///< Q(296 K), of the .pf file or the states
};

/// Transitions of ExoMol (Tennyson et al. 2020, JQSRT 255, 107228): upper and lower state, Einstein A.
/// Intensities at 296 K are those of the pure isotopologue,
///   S = g' A exp(-c2 E''/T) (1 - exp(-c2 nu/T)) / (8 pi c nu^2 Q(T)).
/// Without .broad files there is one broadener, "default". The states are held in memory.
class ExomolSource : public LineSource {
  public:
    /// \throws BadInput naming file and line
    explicit ExomolSource(ExomolFiles files);

    std::span<Isotopologue const> isotopologues() const override { return {&files_.isotopologue, 1}; }
    std::vector<std::string> profile_columns() const override;
    std::uint64_t parts() const override { return parts_.size(); }
    std::unique_ptr<LineReader> read(std::uint64_t part) const override;
    std::vector<std::filesystem::path> files() const override;
    std::string title() const override;

  private:
    friend class ExomolReader;
    struct Part {
        std::size_t file;
        TextPart text;
    };
    ExomolFiles files_;
    ExomolStates states_;
    std::vector<ExomolBroadening> broadening_;
    std::vector<Part> parts_;
};

}  // namespace vespa::lbl

#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mulumesc/match/library.hpp"
#include "mulumesc/match/parameter_distance.hpp"
#include "mulumesc/match/scores.hpp"
#include "mulumesc/spectra.hpp"

namespace vespa::mulumesc {

/// What matches are ranked by.
enum class MatchMeasure : std::int8_t {
    parameters = 0,  ///< error-weighted distance of band parameters, the least first
    features = 1,    ///< fit of continuum-removed features, the greatest first
    angle = 2        ///< spectral angle, the least first
};
/// A line "code name: explanation" for each.
std::string match_measure_meanings();

struct MatchOptions {
    MatchMeasure measure = MatchMeasure::features;
    std::size_t top = 5;  ///< matches kept of each spectrum
    ParameterComparison comparison = {};
    /// Entries of whose bands a smaller part (by area) lies where the spectra have channels have no rank in
    /// the fit of features.
    double least_coverage = 0.5;
};

/// \throws BadInput for values out of range
void check(MatchOptions const& options);

/// An entry that resembles a spectrum: all measures, and its rank (from 1) among all entries in each; rank 0
/// where the measure says nothing of it.
struct Match {
    std::uint32_t entry = 0;
    ParameterDistance parameters;
    Score score;
    std::array<std::uint32_t, 3> rank = {};  ///< by MatchMeasure
};

/// Compares spectra with the entries of a library. Local; keeps its tables.
class Matcher {
  public:
    /// \param axis  of the spectra \throws BadInput where no entry has two channels of the axis
    Matcher(Library const& library, SpectralAxis const& axis, MatchOptions const& options);

    /// Matches of spectra whose bands are known. \param band_count  of each spectrum
    /// \param bands  of all, one spectrum after the other
    /// \return [spectrum][place], min(top, entries) places each, by rank in the chosen measure; entries
    /// without a rank come last, those equal in their order
    std::vector<Match> operator()(Spectra<double> const& spectra, std::span<std::uint64_t const> band_count,
                                  std::span<Band const> bands) const;

    std::size_t places() const;

  private:
    void rank(std::vector<Match>& all) const;

    Library const& library_;
    SpectralAxis axis_;
    MatchOptions options_;
    PreparedEntries entries_;
    std::vector<std::array<double, 2>> common_;  ///< of each entry: the ends of the range it shares
};

}  // namespace vespa::mulumesc

#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lbl/layer_lines.hpp"
#include "lbl/lines/partition/partition_sum.hpp"
#include "lbl/lines/stored_lines.hpp"

namespace vespa::lbl {

/// How an isotopologue takes part.
struct IsotopologueUse {
    /// Its share: with the terrestrial one, strengths are per molecule of whatever isotopologue, with 1 per
    /// molecule of this isotopologue. What the list contains already is divided out; 0 leaves its lines
    /// without strength.
    double abundance = 1;
    PartitionSum const* partition_sum = nullptr;  ///< not owned
};

/// Which line-shape parameters are used. Where a line lacks those of a later one, the earlier one's are
/// taken.
enum class LineProfile { voigt, speed_dependent_voigt, hartmann_tran };

struct PreparationOptions {
    LineProfile profile = LineProfile::voigt;
    bool mixing = false;  ///< first-order line mixing, where lines have it
    bool slopes = false;  ///< fill LayerLines::slopes
    double weakest =
        0;  ///< lines of a strength below this at the layer's temperature are left out, cm/molecule
};

/// One layer of gas.
struct LayerState {
    double temperature = 296;       ///< K
    double pressure = 1;            ///< atm
    std::vector<double> fractions;  ///< mole fraction of each broadener; their sum is 1
};

struct PreparedLayer {
    LayerLines lines;
    std::uint64_t dropped = 0;    ///< lines left out by PreparationOptions::weakest
    double dropped_strength = 0;  ///< the sum of theirs: no more than this is missing from the integral
};

/// Brings lines of a list to temperatures and pressures:
///  strength  S(T) = S Q(296)/Q(T) exp(-c2 E'' (1/T - 1/296)) (1 - exp(-c2 nu/T)) / (1 - exp(-c2 nu/296))
///            (Rothman et al. 1998, JQSRT 60, 665, A11), times abundance / contained abundance;
///  half-width  p sum of x_b gamma_b (296/T)^n_b,  shift  p sum of x_b (delta_b + deltap_b (T - 296));
///  Doppler 1/e half-width  (nu/c) sqrt(2 R T / M).
/// A width that a line lacks is that of air; an exponent that it lacks is that of air, or 0.5; a shift is 0.
/// Lanes over lines, dispatched at run time; prepare_reference() is the plain twin.
///
/// Made once for some lines, used for all layers. The lines, and the partition sums, must outlive it. Local.
class LinePreparation {
  public:
    /// \param uses one for each isotopologue of the lines
    /// \param broadeners "air", "self", "h2", ...: what the layers' gas consists of
    /// \throws BadInput when the list has no widths of a broadener, a partition sum is missing, or an
    /// abundance is not in 0 to 1
    LinePreparation(StoredLines const& lines, std::vector<IsotopologueUse> uses,
                    std::vector<std::string> broadeners, PreparationOptions options = {});
    ~LinePreparation();
    LinePreparation(LinePreparation&&) noexcept;

    /// \param result overwritten; its memory is used again \throws BadInput for a temperature outside a
    /// partition sum, a pressure below 0, fractions that do not fit
    void at(LayerState const& state, PreparedLayer& result) const;
    PreparedLayer at(LayerState const& state) const;

    /// As at(), by plain code.
    PreparedLayer reference_at(LayerState const& state) const;

    struct Parts;

  private:
    std::unique_ptr<Parts const> parts_;
};

/// Broadeners that a list has widths of: its columns gamma_NAME.
std::vector<std::string> broadeners_of(ProfileTable const& profiles);

}  // namespace vespa::lbl

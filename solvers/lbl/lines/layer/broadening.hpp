#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "lbl/lines/layer/preparation.hpp"

namespace vespa::lbl {

/// The line shapes of every set of parameters in one layer. Columns beyond the first three are empty where no
/// set has the like.
struct SetShapes {
    std::vector<double> width;  ///< Lorentzian half-width, cm-1
    std::vector<double>
        moment;                 ///< sum of n times half-width over broadeners: -T d width/dT; only for slopes
    std::vector<double> shift;  ///< cm-1
    std::vector<double> mixing;  ///< p Y
    std::vector<double> speed_dependence, shift_speed_dependence, velocity_changing, correlation;
};

/// The parameters of a list as they are used: columns found, absent values replaced.
class Broadening {
  public:
    /// \throws BadInput when the list has no widths of a broadener
    Broadening(ProfileTable const& profiles, std::vector<std::string> const& broadeners,
               PreparationOptions const& options);

    enum class By { lanes, plain_code };
    /// \throws BadInput for fractions that do not fit
    void at(LayerState const& state, By by, SetShapes& shapes) const;

  private:
    using Column = std::vector<double> const*;  // null: the list has none

    /// Parameters of the Hartmann-Tran profile in one range of temperature.
    struct HartmannTran {
        Column gamma_0 = nullptr, n = nullptr, gamma_2 = nullptr, delta_0 = nullptr, deltap = nullptr,
               delta_2 = nullptr;
    };
    /// What the list says of one broadener.
    struct Broadener {
        std::string name;
        std::vector<double> gamma, exponent, delta, deltap;  // absent values replaced
        Column mixing = nullptr, speed_dependence = nullptr;
        std::array<HartmannTran, 4> ranges;
        Column velocity_changing = nullptr, velocity_exponent = nullptr, correlation = nullptr,
               mixing_hartmann_tran = nullptr;
    };

    Column find(std::string const& column) const;
    void resolve(std::string const& name);
    void find_special(Broadener& broadener) const;
    void check(LayerState const& state) const;
    void add_plain(Broadener const& broadener, LayerState const& state, double partial,
                   SetShapes& shapes) const;
    void add_special(Broadener const& broadener, LayerState const& state, double partial,
                     SetShapes& shapes) const;
    Broadener at_range(Broadener const& broadener, double temperature) const;

    ProfileTable const& profiles_;
    PreparationOptions options_;
    std::vector<Broadener> broadeners_;
    bool any_mixing_ = false, any_speed_dependence_ = false, any_hartmann_tran_ = false;
};

/// Which of the reference temperatures 50, 150, 296 and 700 K of Hartmann-Tran parameters holds at a
/// temperature: below 100, to 200, to 400, above (Wcislo et al. 2016, JQSRT 177, 75).
std::size_t hartmann_tran_range(double temperature);

}  // namespace vespa::lbl

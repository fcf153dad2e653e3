#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vespa::lbl {

/// What of a layer all lines of an isotopologue share.
struct IsotopologueFactors {
    std::vector<double> log_factor;       ///< ln of Q(296)/Q(T) abundance / contained abundance
    std::vector<double> doppler;          ///< 1/e half-width over position
    std::vector<double> partition_slope;  ///< d ln Q / dT, K-1
};

/// Input and output of the strengths of lines. `slope` may be null.
struct StrengthTask {
    std::size_t count = 0;
    double const* position = nullptr;
    double const* log_strength =
        nullptr;  ///< ln of S(296 K) / (1 - exp(-c2 nu / 296)): without induced emission
    double const* lower_energy = nullptr;
    std::uint8_t const* isotopologue = nullptr;
    IsotopologueFactors const* factors = nullptr;
    double temperature = 296;
    double *strength = nullptr, *doppler = nullptr, *slope = nullptr;
};

/// S(T), the Doppler width and d ln S/dT of each line (LinePreparation), in lanes.
void strengths_in_lanes(StrengthTask const& task);
void strengths_reference(StrengthTask const& task);

/// ln of S(296 K) / (1 - exp(-c2 nu / 296)).
double without_induced_emission(double log_strength, double position);

/// One broadener's part of the half-widths of sets of parameters.
struct WidthTask {
    std::size_t count = 0;
    double const *gamma = nullptr, *exponent = nullptr;  ///< resolved: no value is absent
    double pressure = 0;                                 ///< partial, atm
    double log_cooling = 0;                              ///< ln(296 / T)
    double* width = nullptr;                             ///< += p gamma (296/T)^n
    double* moment = nullptr;                            ///< += n p gamma (296/T)^n; null: not wanted
};

void add_widths_in_lanes(WidthTask const& task);
void add_widths_reference(WidthTask const& task);

/// to[i] = values[index[i]], in lanes.
void gather_in_lanes(double const* values, std::uint32_t const* index, std::size_t count, double* to);
/// to[i] = first[i] + values[index[i]], in lanes.
void gather_added_in_lanes(double const* first, double const* values, std::uint32_t const* index,
                           std::size_t count, double* to);

}  // namespace vespa::lbl

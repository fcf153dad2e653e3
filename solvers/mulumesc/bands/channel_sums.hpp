#pragma once
#include <cstddef>
#include <span>

namespace vespa::mulumesc {

/// Number of the first least value. The same on every instruction set. \pre one value or more, none NaN
std::size_t least_of(std::span<double const> values);
/// The greatest value. \pre one value or more, none NaN
double greatest_of(std::span<double const> values);

/// Number of the first, or of the last, value above a level; as many as there are where none is.
std::size_t first_above(std::span<double const> values, double level);
std::size_t last_above(std::span<double const> values, double level);

/// Values as doubles. \return whether none is NaN \pre as much room as there are values
bool widen(std::span<float const> values, std::span<double> to);
bool widen(std::span<double const> values, std::span<double> to);

/// Integral of 1 − ratio over the channels, by trapezia, in four sums side by side whatever the instruction
/// set: the same bits on each. \pre equal lengths; 0 for fewer than two channels
double trapezia(std::span<double const> wavelength, std::span<double const> ratio);

/// Variance of trapezia() for independent channels of the reflectance with these standard deviations, the
/// continuum taken as known: a channel weighs half the distance of its neighbours, or to the one it has. The
/// same bits on every instruction set. \pre equal lengths, two or more
double trapezia_variance(std::span<double const> wavelength, std::span<double const> ratio,
                         std::span<double const> reflectance, std::span<double const> noise);

/// Plain twins of the sums and searches.
std::size_t least_of_reference(std::span<double const> values);
std::size_t first_above_reference(std::span<double const> values, double level);
std::size_t last_above_reference(std::span<double const> values, double level);
double trapezia_reference(std::span<double const> wavelength, std::span<double const> ratio);
double trapezia_variance_reference(std::span<double const> wavelength, std::span<double const> ratio,
                                   std::span<double const> reflectance, std::span<double const> noise);

}  // namespace vespa::mulumesc

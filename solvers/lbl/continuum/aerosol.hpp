#pragma once
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace vespa::lbl {

/// Optical properties of a kind of particles over wavenumber.
struct AerosolOptics {
    std::vector<double> wavenumber;  ///< cm-1, rising; one node: the same everywhere
    std::vector<double> extinction;  ///< relative to that at the wavenumber where optical depths are given
    std::vector<double> albedo;      ///< single-scattering albedo, 0 to 1
    std::vector<double> asymmetry;   ///< mean cosine g of scattering, -1 to 1
    /// Legendre moments chi_l of the phase function (chi_0 = 1, chi_1 = g) at every node; empty: those of
    /// Henyey and Greenstein, g^l
    std::vector<std::vector<double>> moments = {};
};

/// The same at every wavenumber.
AerosolOptics grey_aerosol(double albedo, double asymmetry);

/// Extinction (nu / reference)^exponent (Angstroem's law: lambda^-exponent), made exact at the nodes of a
/// table of 1 % steps in ln nu from `lowest` to `highest` (cm-1).
AerosolOptics angstrom_aerosol(double reference, double exponent, double albedo, double asymmetry,
                               double lowest, double highest);

/// Table "vespa-aerosol 1", then "columns wavenumber:cm-1 extinction albedo asymmetry" and rows; or, with
/// moments, "... albedo chi1 chi2 ... chiL". \throws BadInput with the line
AerosolOptics read_aerosol_table(std::istream& text, std::string const& name);

/// \throws BadInput for columns of different lengths and values out of range
void check(AerosolOptics const& optics, std::string const& where);

/// Properties at wavenumbers, linear between nodes. \throws BadInput for a wavenumber beyond the table
struct AerosolSample {
    std::vector<double> extinction, albedo, asymmetry;
};
AerosolSample sample(AerosolOptics const& optics, std::span<double const> wavenumber,
                     std::string const& where);
/// Moments chi_0 ... chi_{count-1} at one wavenumber; those beyond the table's are 0.
std::vector<double> moments_at(AerosolOptics const& optics, double wavenumber, std::size_t count,
                               std::string const& where);

}  // namespace vespa::lbl

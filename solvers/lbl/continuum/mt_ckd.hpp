#pragma once
#include <filesystem>
#include <istream>
#include <span>
#include <string>
#include <vector>

namespace vespa::lbl {

/// Coefficients of the MT_CKD water vapour continuum (Mlawer et al. 2012, doi:10.1098/rsta.2011.0295; data
/// files of version 4), on equal steps of wavenumber that begin below 0 for the interpolation's sake.
struct WaterContinuum {
    double first = 0, step = 0;          ///< cm-1
    double reference_pressure = 101300;  ///< Pa
    double reference_temperature = 296;  ///< K
    std::vector<double> self, foreign;   ///< cm2 molecule-1 / cm-1, at the reference density
    std::vector<double> self_exponent;   ///< of (T_ref / T)

    double last() const { return first + step * static_cast<double>(self.size() - 1); }
};

/// A table "nu_cm-1,self_absco_ref,for_absco_ref,...,self_texp": # comments, then the names of the columns,
/// then a row a wavenumber. \throws BadInput with the line
WaterContinuum read_water_continuum(std::istream& text, std::string const& name);

/// The same, or AER's own netCDF file (classic format: absco-ref_wv-mt-ckd.nc). \throws BadInput
WaterContinuum read_water_continuum_file(std::filesystem::path const& path);

/// Where water is: what the continuum depends on.
struct WaterConditions {
    double pressure = 0;     ///< Pa, of the mixture
    double temperature = 0;  ///< K
    double abundance = 0;    ///< mole fraction of H2O
};

/// Cross sections of the self and foreign continua, cm2 per molecule of H2O, radiation term included; to be
/// used with lines cut at 25 cm-1 less their pedestal only. The radiation term nu tanh(c2 nu / 2T), in the
/// form and with the c2 of AER's program, multiplies the coefficients before they are interpolated. Beyond
/// the table: 0. \param by_temperature  d (self + foreign) / dT at fixed pressure, K-1; empty: not wanted
void water_continuum(WaterContinuum const& continuum, WaterConditions const& at,
                     std::span<double const> wavenumber, std::span<double> self, std::span<double> foreign,
                     std::span<double> by_temperature = {});

}  // namespace vespa::lbl

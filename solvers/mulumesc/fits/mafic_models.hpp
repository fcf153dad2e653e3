#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "mulumesc/fits/fit_bands.hpp"

namespace vespa::mulumesc {

/// A band model under the name it is chosen by.
struct NamedModel {
    std::string name;
    BandModel model;
};

/// The mafic minerals of planetary surfaces and their mixtures: "continuum" (no band), "olivine",
/// "orthopyroxene", "clinopyroxene" and their four combinations, named with "+". Centres and widths start
/// where laboratory spectra have them (olivine: Sunshine & Pieters 1998, J. Geophys. Res. 103, 13675;
/// pyroxenes: Sunshine & Pieters 1993, J. Geophys. Res. 98, 9075; rounded) and stay within boxes that keep
/// the minerals apart; the table is in README.md.
std::vector<NamedModel> mafic_models();

/// One of mafic_models(). \throws BadInput for another name
BandModel mafic_model(std::string const& name);

/// Fits of several models to the same spectra, and which is best supported (see information()).
struct ModelChoice {
    std::vector<FitResult> fits;                ///< [model]
    std::vector<std::vector<double>> criteria;  ///< [model][spectrum]: BIC; NaN where nothing was fitted
    std::vector<std::uint32_t> best;  ///< [spectrum]: the model of lowest BIC; no_model where none was fitted
};
inline constexpr std::uint32_t no_model = 0xFFFFFFFF;

/// Fits every model to every spectrum and compares.
template <class T>
ModelChoice choose_model(SpectralAxis const& axis, Spectra<T> const& spectra,
                         std::vector<NamedModel> const& models, FitOptions const& options = {});

}  // namespace vespa::mulumesc

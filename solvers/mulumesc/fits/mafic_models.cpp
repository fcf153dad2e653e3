#include "mulumesc/fits/mafic_models.hpp"

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

/// \param centre, reach  micrometre; \param fwhm  micrometre
ModelBand band(double strength, double centre, double reach, double fwhm) {
    double const sigma = fwhm / 2.354820045030949;
    return {{strength, -3, 0}, {centre, centre - reach, centre + reach}, {sigma, 0.6 * sigma, 1.6 * sigma}};
}

std::vector<ModelBand> const olivine = {band(-0.15, 0.85, 0.04, 0.22), band(-0.30, 1.05, 0.04, 0.18),
                                        band(-0.20, 1.25, 0.06, 0.43)};
std::vector<ModelBand> const orthopyroxene = {band(-0.40, 0.915, 0.04, 0.20), band(-0.05, 1.20, 0.05, 0.25),
                                              band(-0.30, 1.87, 0.09, 0.50)};
std::vector<ModelBand> const clinopyroxene = {band(-0.40, 1.02, 0.05, 0.25), band(-0.05, 1.16, 0.05, 0.25),
                                              band(-0.30, 2.27, 0.11, 0.60)};

std::vector<ModelBand> joined(std::vector<ModelBand> a, std::vector<ModelBand> const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// In mixtures the weak 1.2 µm bands of the pyroxenes lie within those of the others and are left out.
std::vector<ModelBand> main_bands(std::vector<ModelBand> const& pyroxene) {
    return {pyroxene[0], pyroxene[2]};
}

}  // namespace

std::vector<NamedModel> mafic_models() {
    auto const opx = main_bands(orthopyroxene), cpx = main_bands(clinopyroxene);
    auto const named = [](std::string const& name, std::vector<ModelBand> const& bands) {
        return NamedModel{name, {{-1, -10, 5}, {0, -3, 3}, BandShape::gaussian, bands}};
    };
    return {named("continuum", {}),
            named("olivine", olivine),
            named("orthopyroxene", orthopyroxene),
            named("clinopyroxene", clinopyroxene),
            named("olivine+orthopyroxene", joined(olivine, opx)),
            named("olivine+clinopyroxene", joined(olivine, cpx)),
            named("orthopyroxene+clinopyroxene", joined(opx, cpx)),
            named("olivine+orthopyroxene+clinopyroxene", joined(joined(olivine, opx), cpx))};
}

BandModel mafic_model(std::string const& name) {
    std::string names;
    for (auto const& known : mafic_models()) {
        if (known.name == name) return known.model;
        names += (names.empty() ? "" : ", ") + known.name;
    }
    throw BadInput("'" + name + "'", "mafic band model", names);
}

template <class T>
ModelChoice choose_model(SpectralAxis const& axis, Spectra<T> const& spectra,
                         std::vector<NamedModel> const& models, FitOptions const& options) {
    ModelChoice choice;
    choice.best.assign(spectra.count, no_model);
    for (std::uint32_t m = 0; m < models.size(); ++m) {
        choice.fits.push_back(fit_bands(axis, spectra, models[m].model, options));
        choice.criteria.push_back(information(choice.fits.back(), !spectra.noise.empty()));
        for (std::size_t i = 0; i < spectra.count; ++i) {
            auto& best = choice.best[i];
            double const now = choice.criteria[m][i];
            if (now == now && (best == no_model || now < choice.criteria[best][i])) best = m;
        }
    }
    return choice;
}

template ModelChoice choose_model(SpectralAxis const&, Spectra<float> const&, std::vector<NamedModel> const&,
                                  FitOptions const&);
template ModelChoice choose_model(SpectralAxis const&, Spectra<double> const&, std::vector<NamedModel> const&,
                                  FitOptions const&);

}  // namespace vespa::mulumesc

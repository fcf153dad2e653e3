#include "drivers/mulumesc/fit_stage.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "drivers/mulumesc/fit_models.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::FitResult;

namespace {

constexpr double fwhm_per_sigma = 2.354820045030949;
constexpr std::uint8_t no_model = 255;

char const* const end_meanings =
    "0 converged: to the tolerance asked for\n"
    "1 evaluations_spent: the parameters are the best met\n"
    "2 no_progress: no step lowers chi2, yet one is promised to\n"
    "3 too_few_channels: fewer usable channels than parameters + 1, nothing was fitted";
char const* const flag_bits =
    "1 at_bound: a parameter stands at an end of its box\n"
    "2 ill_conditioned: condition number above 1e8, some combination of parameters is not determined\n"
    "4 poor: reduced chi2 above 4 with the noise known, the model does not fit\n"
    "8 channels_left_out: some channel was not finite, not positive or without a usable noise";

struct ParameterColumn {
    char const *name, *unit, *description, *ucd;
};
/// In the order of a band's parameters.
constexpr ParameterColumn parameter_columns[] = {
    {"strength", "", "of ln R at the centre: negative where light is absorbed", "spect.line.strength"},
    {"centre", "um", "mean wavelength", "em.wl.central"},
    {"width", "um", "2.3548 standard deviations: of a Gaussian the full width at half-maximum",
     "spect.line.width"},
    {"asymmetry", "", "change of the standard deviation with wavelength", "spect.line.asymmetry"},
    {"saturation", "", "0: a Gaussian; great: a flat floor", "spect.line.strength"},
};

}  // namespace

FitStage::FitStage(mulumesc::SpectralAxis const& axis, FitPlan const& plan)
    : Stage("fits"),
      axis_(axis),
      plan_(plan),
      model_(per_spectrum().add<std::uint8_t>(
          "model", {"", "number of the model in the group's attribute models, from 0; 255: none was fitted",
                    "meta.id"})),
      end_(per_spectrum().add<std::uint8_t>("end", {"", "how the fit ended", "meta.code"})),
      flags_(per_spectrum().add<std::uint8_t>(
          "flags", {"", "sum of what is to be known of the fit", "meta.code.qual"})),
      channels_(per_spectrum().add<std::uint32_t>("channels", {"", "that took part", "meta.number"})),
      evaluations_(per_spectrum().add<std::uint32_t>("evaluations", {"", "of the model", "meta.number"})),
      chi2_(per_spectrum().add<double>(
          "chi2", {"", "sum of squares of ln R - model, over the noise where it is known", "stat.fit.chi2"})),
      information_(per_spectrum().add<double>(
          "information",
          {"", "Bayesian information criterion: of two models the lower is better supported", "stat.fit"})),
      condition_(
          per_spectrum().add<double>("condition", {"", "condition number of the normal matrix", "stat.fit"})),
      offset_(per_spectrum().add<double>(
          "offset", {"", "c0 of the continuum c0 + c1/wavelength of ln R", "spect.continuum"})),
      offset_error_(per_spectrum().add<double>(
          "offset_error", {"", "standard error of offset", "stat.error;spect.continuum"})),
      slope_(per_spectrum().add<double>("slope", {"um", "c1 of the continuum", "spect.continuum"})),
      slope_error_(per_spectrum().add<double>(
          "slope_error", {"um", "standard error of slope", "stat.error;spect.continuum"})) {
    end_.tell("meanings", end_meanings);
    flags_.tell("bits", flag_bits);
    auto& bands = lists("fitted_bands", "band");
    place_ = &bands.add<std::uint8_t>("place", {"", "of the band in its model, from 0", "meta.id"});
    for (std::size_t p = 0; p < mulumesc::band_parameters(plan.shape); ++p) {
        auto const& is = parameter_columns[p];
        band_values_.push_back(&bands.add<double>(is.name, {is.unit, is.description, is.ucd}));
        band_values_.push_back(&bands.add<double>(
            std::string(is.name) + "_error",
            {is.unit, std::string("standard error of ") + is.name, std::string("stat.error;") + is.ucd}));
    }
}

void FitStage::describe(record::Group group) const {
    std::vector<std::string> names;
    for (auto const& known : plan_.models)
        names.push_back(known.name);
    group.set("models", names.empty() ? std::vector<std::string>{"detected"} : names);
    group.set("weights", plan_.noise_known ? "reflectance over its noise" : "1: the noise is not given");
}

void FitStage::add_band(FitResult const& fits, std::size_t row, std::size_t band) {
    auto const size = mulumesc::band_parameters(plan_.shape);
    auto const at = row * fits.parameters + 2 + band * size;
    for (std::size_t p = 0; p < size; ++p) {
        double const unit = p == 2 ? fwhm_per_sigma : 1;
        band_values_[2 * p]->values.push_back(unit * fits.values[at + p]);
        band_values_[2 * p + 1]->values.push_back(unit * fits.errors[at + p]);
    }
    place_->values.push_back(static_cast<std::uint8_t>(band));
}

void FitStage::add(std::uint64_t spectrum, Place const& place) {
    auto const& fits = *place.fits;
    auto const row = place.row;
    bool const is_fitted = fits.end[row] != mulumesc::FitEnd::too_few_channels;
    model_.values.push_back(is_fitted ? place.model : no_model);
    end_.values.push_back(static_cast<std::uint8_t>(fits.end[row]));
    flags_.values.push_back(fits.flags[row]);
    channels_.values.push_back(fits.channels[row]);
    evaluations_.values.push_back(fits.evaluations[row]);
    chi2_.values.push_back(is_fitted ? fits.chi2[row] : std::nan(""));
    information_.values.push_back(place.information);
    condition_.values.push_back(is_fitted ? fits.condition[row] : std::nan(""));
    auto const at = row * fits.parameters;
    offset_.values.push_back(fits.values[at]);
    offset_error_.values.push_back(is_fitted ? fits.errors[at] : std::nan(""));
    slope_.values.push_back(fits.values[at + 1]);
    slope_error_.values.push_back(is_fitted ? fits.errors[at + 1] : std::nan(""));
    auto const bands = is_fitted ? (fits.parameters - 2) / mulumesc::band_parameters(plan_.shape) : 0;
    for (std::size_t band = 0; band < bands; ++band)
        add_band(fits, row, band);
    listed(spectrum, bands);
}

mulumesc::Spectra<double> FitStage::some(Block const& block, std::vector<std::size_t> const& which) {
    reflectance_.clear();
    noise_.clear();
    for (auto const i : which) {
        auto const y = block.spectrum(i), sigma = block.noise_of(i);
        reflectance_.insert(reflectance_.end(), y.begin(), y.end());
        if (plan_.noise_known) noise_.insert(noise_.end(), sigma.begin(), sigma.end());
    }
    return {which.size(), block.channels, reflectance_, noise_};
}

void FitStage::fit_models(Block const& block) {
    std::vector<std::size_t> all(block.count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    auto const choice = mulumesc::choose_model(axis_, some(block, all), plan_.models, plan_.options);
    for (auto const i : all) {
        auto const best = choice.best[i] == mulumesc::no_model ? 0 : choice.best[i];
        add(block.first + i,
            {&choice.fits[best], i, static_cast<std::uint8_t>(best), choice.criteria[best][i]});
    }
}

/// Spectra with as many detected bands share a model, each with starts of its own.
void FitStage::fit_detected(Block const& block) {
    std::map<std::size_t, std::vector<std::size_t>> of_count;
    std::vector<std::vector<mulumesc::Band>> bands;
    auto next = block.band.begin();
    for (std::size_t i = 0; i < block.count; ++i) {
        auto const end = next + static_cast<std::ptrdiff_t>(block.bands[i]);
        bands.push_back(deepest_bands({next, end}));
        of_count[bands.back().size()].push_back(i);
        next = end;
    }
    std::map<std::size_t, FitResult> fits;
    std::map<std::size_t, std::vector<double>> criteria;
    std::vector<Place> places(block.count);
    for (auto const& [count, which] : of_count) {
        auto const model = model_for_detected(axis_, plan_.shape, count);
        std::vector<double> starts;
        for (auto const i : which)
            add_start(model, bands[i], block.spectrum(i), starts);
        fits[count] = mulumesc::fit_bands(axis_, some(block, which), model, plan_.options, starts);
        criteria[count] = mulumesc::information(fits[count], plan_.noise_known);
        for (std::size_t row = 0; row < which.size(); ++row)
            places[which[row]] = {&fits[count], row, 0, criteria[count][row]};
    }
    for (std::size_t i = 0; i < block.count; ++i)
        add(block.first + i, places[i]);
}

void FitStage::work(Block& block) {
    if (plan_.models.empty()) {
        fit_detected(block);
    } else {
        fit_models(block);
    }
}

}  // namespace vespa::mulumesc_driver

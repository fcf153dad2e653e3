#include "drivers/mulumesc/settings.hpp"
#include "mulumesc/fits/mafic_models.hpp"
#include "shell/options.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::BandShape;
using mulumesc::MixingSpace;
using shell::above;
using shell::between;

namespace {

std::vector<shell::Word> fit_words() {
    std::vector<shell::Word> words = {
        {"none", "no fits"},
        {"detected", "the bands that detection finds in each spectrum, the eight deepest at most"},
        {"own", "the bands of --fit-bands"},
        {"mafic", "of the models below and the continuum alone the one of lowest BIC for each spectrum"}};
    for (auto const& known : mulumesc::mafic_models())
        if (!known.model.bands.empty()) words.push_back({known.name, ""});
    return words;
}

void declare_fits(shell::Options& options, FitSettings& fit) {
    options.group("Fits");
    options.choice(
        fit.model,
        {.name = "fit",
         .prose = "Fits the modified Gaussian model (Sunshine et al. 1990): bands on a continuum straight in "
                  "wavenumber, in ln R.",
         .words = fit_words()});
    options.texts(fit.bands,
                  {.name = "fit-bands",
                   .prose = "Bands of --fit=own, CENTRE:FWHM or CENTRE:FWHM:DEPTH each, in um; centres stay "
                            "within half a width of where they start, widths within a factor of 2."});
    options.choice(fit.shape,
                   {{BandShape::gaussian, "gaussian", "Gaussians in wavelength, fitted fast"},
                    {BandShape::asymmetric, "asymmetric", "Gaussians whose width changes with wavelength"},
                    {BandShape::exponential_gaussian, "exponential-gaussian",
                     "saturated and asymmetric (Pompilio et al. 2009)"}},
                   {.name = "fit-shape", .prose = "Of the bands of --fit=own and --fit=detected."});
    options.numbers(fit.range,
                    {.name = "fit-range",
                     .unit = "um",
                     .range = above(0),
                     .prose = "Short and long end of the channels that are fitted; without it all.",
                     .most_items = 2});
    options.integer(fit.searches, {.name = "fit-searches",
                                   .range = between(1, mulumesc::most_searches),
                                   .prose = "Starts of each fit, the best of which counts: overlapping bands "
                                            "have several minima."});
    options.number(fit.tolerance,
                   {.name = "fit-tolerance",
                    .range = between(1e-14, 0.1),
                    .prose = "A fit ends when the next step promises to lower chi2 by less than this part."});
}

void declare_composition(shell::Options& options, CompositionSettings& composition) {
    options.group("Composition");
    options.flag(composition.asked,
                 {.name = "composition",
                  .prose = "Measures bands I and II, each over the hull of its region, and applies the "
                           "published relations between their centres or areas and the composition of "
                           "pyroxene and olivine, with the errors that the relations are found to have."});
    options.numbers(composition.first, {.name = "band-1",
                                        .unit = "um",
                                        .range = above(0),
                                        .prose = "Short and long end of the region of band I.",
                                        .least_items = 2,
                                        .most_items = 2});
    options.numbers(composition.second, {.name = "band-2",
                                         .unit = "um",
                                         .range = above(0),
                                         .prose = "Short and long end of the region of band II.",
                                         .least_items = 2,
                                         .most_items = 2});
}

void declare_abundances(shell::Options& options, AbundanceSettings& abundance) {
    options.group("Abundances");
    options.file(abundance.library,
                 {.name = "endmember-library",
                  .prose = "Spectra of the endmembers, in any form that --spectra takes; brought to the "
                           "channels of the spectra. With it, abundances are found: fully constrained least "
                           "squares."});
    options.texts(abundance.endmembers,
                  {.name = "endmembers",
                   .prose = "Which of the library: names, parts of a name that one spectrum alone has, or "
                            "numbers from 0. Without it all."});
    options.choice(
        abundance.mixing,
        {{MixingSpace::reflectance, "areal", "side by side: linear in reflectance"},
         {MixingSpace::albedo, "intimate", "grain by grain: linear in Hapke's single-scattering albedo"}},
        {.name = "mixing", .prose = "How the endmembers mix."});
    options.flag(abundance.free_sum,
                 {.name = "free-sum", .prose = "Abundances need not sum to 1: a shade of any depth."});
    options.number(abundance.incidence_deg,
                   {.name = "incidence",
                    .unit = "deg",
                    .range = between(0, 89),
                    .prose = "Angle of the light, of spectra and endmembers, for --mixing=intimate."});
    options.number(abundance.emission_deg,
                   {.name = "emission",
                    .unit = "deg",
                    .range = between(0, 89),
                    .prose = "Angle of the view, of spectra and endmembers, for --mixing=intimate."});
    options.number(
        abundance.smoothness,
        {.name = "abundance-smoothness",
         .range = between(0, 1e12),
         .prose = "Ties each pixel of an image to its neighbours: finds besides the abundances of all "
                  "pixels together that fit best, where differences of neighbours count like "
                  "residuals. It is 1/t^2 for differences of about t. 0: each pixel alone."});
}

void declare_match(shell::Options& options, MatchSettings& match) {
    using mulumesc::MatchMeasure;
    options.group("Library match");
    options.file(match.library,
                 {.name = "match-library",
                  .prose = "Spectra to compare with: a library that --write-library stored, or any form that "
                           "--spectra takes, whose bands are then found alike. With it, each spectrum's most "
                           "similar entries are listed."});
    options.choice(match.measure,
                   {{MatchMeasure::parameters, "parameters", "error-weighted distance of band parameters"},
                    {MatchMeasure::features, "features", "shape of the features over their continuum"},
                    {MatchMeasure::angle, "angle", "spectral angle"}},
                   {.name = "match-by", .prose = "What ranks the matches; all three are listed."});
    options.integer(match.top,
                    {.name = "matches", .range = between(1, 1000), .prose = "Listed for each spectrum."});
}

void declare_parameters(shell::Options& options, ParameterSettings& parameters) {
    options.group("Summary parameters");
    options.choice(
        parameters.choice,
        {{ParameterChoice::none, "none", "none"},
         {ParameterChoice::crism, "crism", "of CRISM (Viviano-Beck et al. 2014; Pelkey et al. 2007)"},
         {ParameterChoice::own, "own", "of --parameter-table"}},
        {.name = "parameters", .prose = "Parameters that formulas make of a few channels each."});
    options.file(parameters.table,
                 {.name = "parameter-table",
                  .prose = "Text: \"vespa-parameters 1\", then rows NAME | unit | formula | meaning."});
}

}  // namespace

void declare_stages(shell::Options& options, Settings& settings) {
    declare_fits(options, settings.fit);
    declare_composition(options, settings.composition);
    declare_abundances(options, settings.abundance);
    declare_match(options, settings.match);
    declare_parameters(options, settings.parameters);
}

}  // namespace vespa::mulumesc_driver

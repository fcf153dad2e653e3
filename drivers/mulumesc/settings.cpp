#include "drivers/mulumesc/settings.hpp"

#include "shell/options.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::Continuum;
using shell::above;
using shell::between;

namespace {

void declare_spectra(shell::Options& options, Settings& settings) {
    options.group("Spectra");
    options.file(settings.spectra, {.name = "spectra",
                                    .prose = "ENVI cube or spectral library (header or data file), HDF5 or "
                                             "netCDF-4 file, or text: a table of "
                                             "wavelength and reflectances, splib07, RELAB, ECOSTRESS.",
                                    .required = true});
    options.file(settings.data_file,
                 {.name = "data-file",
                  .prose = "Of an ENVI cube whose header is --spectra and whose data are not beside it."});
    options.choice(settings.unit,
                   {{UnitChoice::file, "file", "as the file says; guessed, with a note, where it does not"},
                    {UnitChoice::micrometre, "um", "micrometre"},
                    {UnitChoice::nanometre, "nm", "nanometre"},
                    {UnitChoice::per_centimetre, "cm-1", "wavenumbers"}},
                   {.name = "wavelength-unit", .prose = "Unit of the file's wavelengths."});
    options.file(
        settings.wavelength_file,
        {.name = "wavelength-file",
         .prose = "Text with one wavelength a line, for spectra that come without, as those of splib07."});
    options.file(
        settings.width_file,
        {.name = "width-file", .prose = "Text with one channel width (full width at half-maximum) a line."});
    options.numbers(
        settings.missing,
        {.name = "missing",
         .prose =
             "Stored values that are no measurement, besides those that the file names, NaN and magnitudes "
             "of 1e30 and more."});
    options.number(settings.scale,
                   {.name = "scale",
                    .range = above(0),
                    .prose = "Stored value of reflectance 1; without it the file's scale factor, else 1."});
    options.text(settings.reflectance_dataset,
                 {.name = "reflectance-dataset",
                  .prose = "Of an HDF5 file; its last extent is the channels. Without it \"reflectance\"."});
    options.text(settings.wavelength_dataset,
                 {.name = "wavelength-dataset",
                  .prose = "Of an HDF5 file; without it one of the usual names or the dimension scale."});
    options.text(settings.noise_dataset,
                 {.name = "noise-dataset",
                  .prose = "Of an HDF5 file: standard deviations, with the extents of the reflectances."});
    options.text(
        settings.longitude_dataset,
        {.name = "longitude-dataset",
         .prose = "Of an HDF5 file: degrees, one for each spectrum; kept for maps of what was found."});
    options.text(settings.latitude_dataset, {.name = "latitude-dataset", .prose = "The same of latitude."});
    options.numbers(
        settings.masked,
        {.name = "masked",
         .unit = "um",
         .range = above(0),
         .prose = "Short and long ends of wavelength ranges that take no part, one pair after the other."});
    options.number(settings.noise, {.name = "noise",
                                    .range = above(0),
                                    .prose = "Standard deviation of a reflectance, for all spectra. Without "
                                             "it the file's, or else an estimate from the "
                                             "second differences of each spectrum."});
}

void declare_continuum(shell::Options& options, Settings& settings) {
    options.group("Continuum");
    options.choice(settings.continuum,
                   {{Continuum::hull, "hull", "upper convex hull in true wavelength"},
                    {Continuum::segmented, "segmented",
                     "the hull, then the local maxima that rise along each of its sides"},
                    {Continuum::line, "line", "through two anchors"},
                    {Continuum::polynomial, "polynomial", "through the local maxima"},
                    {Continuum::none, "none", "1"}},
                   {.name = "continuum", .prose = "What reflectances are divided by."});
    options.numbers(settings.anchors, {.name = "anchors",
                                       .unit = "um",
                                       .range = above(0),
                                       .prose = "The two wavelengths of --continuum=line."});
    options.integer(settings.degree,
                    {.name = "degree", .range = between(1, 6), .prose = "Of --continuum=polynomial."});
}

void declare_bands(shell::Options& options, Settings& settings) {
    options.group("Bands");
    options.choice(settings.method,
                   {{Method::multiscale, "mulumesc-r",
                     "detection by wavelets over many scales; a reconstruction from the published "
                     "description of Mulumesc (Erard 2017), not its "
                     "author's code"},
                    {Method::ranges, "ranges", "the least ratio in each of --ranges"},
                    {Method::none, "none", "no bands are looked for: for the other stages alone"}},
                   {.name = "method", .prose = "How bands are found."});
    options.numbers(
        settings.ranges,
        {.name = "ranges",
         .unit = "um",
         .range = above(0),
         .prose = "Short and long end of each range of --method=ranges, one pair after the other."});
    options.number(
        settings.shortest_scale,
        {.name = "shortest-scale",
         .unit = "um",
         .range = between(1e-5, 10),
         .prose = "Of the wavelets: a lone band is met at 0.6 of its full width at half-maximum."});
    options.integer(settings.scales,
                    {.name = "scales", .range = between(1, 60), .prose = "Of the wavelets, four an octave."});
    options.number(settings.threshold,
                   {.name = "threshold",
                    .range = above(0),
                    .prose = "Standard deviations of its noise that the wavelet transform must exceed."});
    options.number(settings.least_depth,
                   {.name = "least-depth", .range = between(1e-6, 1), .prose = "Depth of a band."});
    options.number(settings.least_prominence,
                   {.name = "least-prominence",
                    .range = between(1e-6, 1),
                    .prose = "How far a band's minimum must lie below the saddle towards its neighbour."});
    options.number(settings.least_sigmas,
                   {.name = "least-sigmas",
                    .range = above(0),
                    .prose = "Depth and prominence of a band in standard deviations of its noise."});
}

}  // namespace

void declare(shell::Options& options, Settings& settings) {
    declare_spectra(options, settings);
    declare_continuum(options, settings);
    declare_bands(options, settings);
    declare_stages(options, settings);
    options.group("Result");
    options.choice(
        settings.precision,
        {{Precision::single_precision, "single", "ratios to 1e-6"},
         {Precision::double_precision, "double", "ratios to 1e-13"}},
        {.name = "precision",
         .prose = "Of reflectances and their ratio to the continuum; parameters are made in double."});
    options.flag(settings.keep_continuum,
                 {.name = "keep-continuum", .prose = "Write reflectances and continua too."});
    options.flag(settings.write_library,
                 {.name = "write-library",
                  .prose = "Write the spectra and their bands as a library for --match-library too."});
    options.flag(settings.maps, {.name = "maps",
                                 .prose = "Write maps of what was found as an ENVI image beside the result, "
                                          "for spectra of an image."});
    options.flag(
        settings.votable,
        {.name = "votable",
         .prose = "Write the bands, and the list of what other stages find, as VOTables beside the result."});
}

}  // namespace vespa::mulumesc_driver

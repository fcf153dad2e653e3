#include "drivers/mulumesc/run.hpp"

namespace vespa::mulumesc_driver {

namespace {

shell::ResultFile result(char const* name, char const* file, char const* type, char const* annotation) {
    return {.name = name, .file = file, .content_type = type, .annotation = annotation};
}

}  // namespace

shell::About Mulumesc::about() const {
    constexpr char votable[] = "application/x-votable+xml";
    auto main = result("bands", "bands.h5", "application/x-hdf5", "spectra and what was found in them");
    main.main = true;
    return {
        .name = "mulumesc",
        .summary = "absorption bands of reflectance spectra",
        .prose =
            "Divides reflectance spectra by their continuum, finds absorption bands and gives their centre, "
            "depth, width, area and asymmetry with errors. Detection is by wavelets over many scales, a "
            "reconstruction (mulumesc-r) from the published description of the Mulumesc method (Erard 2017), "
            "or in ranges of wavelength. In the same passage, where asked for: fits of the modified Gaussian "
            "model, composition of pyroxene and olivine from their bands, abundances of endmembers, the most "
            "similar entries of a library, summary parameters such as those of CRISM.",
        .results =
            {main, result("votable", "bands.vot", votable, "the bands as VOTable, with --votable"),
             result("fits-votable", "bands-fits.vot", votable,
                    "the fitted bands as VOTable, with --fit and --votable"),
             result("composition-votable", "bands-composition.vot", votable,
                    "bands I and II and composition of each spectrum, with --composition and --votable"),
             result("matches-votable", "bands-matches.vot", votable,
                    "the matches as VOTable, with --match-library and --votable"),
             result("library", "bands-library.h5", "application/x-hdf5",
                    "the spectra as a library, with --write-library"),
             result("maps", "bands-maps.img", "application/octet-stream", "maps as ENVI image, with --maps"),
             result("maps-header", "bands-maps.hdr", "text/plain", "header of the maps, with --maps"),
             result("run", "bands.run.json", "application/json", "when, where and how long the run was")},
        .resumable = true};
}

}  // namespace vespa::mulumesc_driver

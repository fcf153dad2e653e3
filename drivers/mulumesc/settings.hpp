#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mulumesc/composition/two_bands.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/match/matcher.hpp"
#include "mulumesc/unmixing/unmix.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::mulumesc_driver {

/// The unit of wavelengths: the file's word, or guess, or one of three.
enum class UnitChoice { file, micrometre, nanometre, per_centimetre };
enum class Method { multiscale, ranges, none };
enum class Precision { single_precision, double_precision };

/// Of the fits.
struct FitSettings {
    std::string model = "none";  ///< none, detected, mafic, own, or one of mafic_models()
    std::vector<std::string> bands;
    mulumesc::BandShape shape = mulumesc::BandShape::gaussian;
    std::vector<double> range;  ///< two ends
    unsigned searches = 1;
    double tolerance = 1e-6;
};

/// Of bands I and II and the composition.
struct CompositionSettings {
    bool asked = false;
    std::vector<double> first = {0.70, 1.45}, second = {1.35, 2.45};  ///< two ends each
};

/// Of the abundances.
struct AbundanceSettings {
    std::filesystem::path library;  ///< empty: not asked for
    std::vector<std::string> endmembers;
    mulumesc::MixingSpace mixing = mulumesc::MixingSpace::reflectance;
    bool free_sum = false;
    double incidence_deg = 0, emission_deg = 0;
    double smoothness = 0;  ///< 0: each pixel alone
};

/// Of the library match.
struct MatchSettings {
    std::filesystem::path library;  ///< empty: not asked for
    mulumesc::MatchMeasure measure = mulumesc::MatchMeasure::features;
    unsigned top = 5;
};

/// Which formulas.
enum class ParameterChoice { none, crism, own };

/// Of the summary parameters.
struct ParameterSettings {
    ParameterChoice choice = ParameterChoice::none;
    std::filesystem::path table;
};

/// The options of vespa-mulumesc as given; wavelengths in micrometre.
struct Settings {
    std::filesystem::path spectra, data_file, wavelength_file, width_file;
    UnitChoice unit = UnitChoice::file;
    std::vector<double> missing;
    std::optional<double> scale;
    std::string reflectance_dataset, wavelength_dataset, noise_dataset;
    std::string longitude_dataset, latitude_dataset;
    std::vector<double> masked;  ///< pairs
    std::optional<double> noise;
    mulumesc::Continuum continuum = mulumesc::Continuum::hull;
    std::vector<double> anchors;
    int degree = 2;
    Method method = Method::multiscale;
    std::vector<double> ranges;  ///< pairs
    double shortest_scale = 0.008;
    unsigned scales = 25;
    double threshold = 4, least_depth = 0.005, least_prominence = 0.002, least_sigmas = 4;
    FitSettings fit;
    CompositionSettings composition;
    AbundanceSettings abundance;
    MatchSettings match;
    ParameterSettings parameters;
    Precision precision = Precision::single_precision;
    bool keep_continuum = false;
    bool votable = false;
    bool maps = false;
    bool write_library = false;
};

/// Declares every option and binds it to `settings`.
void declare(shell::Options& options, Settings& settings);
/// Those of the stages after the bands; stage_settings.cpp.
void declare_stages(shell::Options& options, Settings& settings);

}  // namespace vespa::mulumesc_driver

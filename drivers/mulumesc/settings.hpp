#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mulumesc/continuum/continuum.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::mulumesc_driver {

/// The unit of wavelengths: the file's word, or guess, or one of three.
enum class UnitChoice { file, micrometre, nanometre, per_centimetre };
enum class Method { multiscale, ranges };
enum class Precision { single_precision, double_precision };

/// The options of vespa-mulumesc as given; wavelengths in micrometre.
struct Settings {
    std::filesystem::path spectra, wavelength_file, width_file;
    UnitChoice unit = UnitChoice::file;
    std::vector<double> missing;
    std::optional<double> scale;
    std::string reflectance_dataset, wavelength_dataset, noise_dataset;
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
    Precision precision = Precision::single_precision;
    bool keep_continuum = false;
    bool votable = false;
};

/// Declares every option and binds it to `settings`.
void declare(shell::Options& options, Settings& settings);

}  // namespace vespa::mulumesc_driver

#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mulumesc/ingest/axis_order.hpp"
#include "mulumesc/ingest/missing.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// What a file of spectra says of itself.
struct SourceDescription {
    std::string format;  ///< "ENVI cube", "splib07 text", …
    SpectralAxis axis;
    SpectralUnit unit = SpectralUnit::micrometre;  ///< in which the file has its channels
    std::uint64_t count = 0;                       ///< of spectra
    std::uint64_t lines = 0, samples = 0;      ///< of an image: count = lines * samples; 0 where it is none
    std::vector<std::string> names;            ///< of the spectra; empty, or one each
    bool has_noise = false;                    ///< standard deviations come with the spectra
    std::vector<std::string> notes;            ///< what was guessed, changed or odd
    std::vector<std::filesystem::path> files;  ///< all that were read, the first as the user named it
};

/// Some spectra, [spectrum][channel] in the order of the axis; NaN where there is no measurement.
struct SpectrumBlock {
    std::vector<double> reflectance;
    std::vector<double> noise;  ///< as many, or empty
};

/// Spectra that are read block by block; the memory needed is that of the block. Local to a process.
class SpectrumSource {
  public:
    virtual ~SpectrumSource() = default;
    SpectrumSource(SpectrumSource const&) = delete;
    SpectrumSource& operator=(SpectrumSource const&) = delete;

    SourceDescription const& is() const { return is_; }
    /// The spectra first … first + count − 1. \pre they are there \throws BadInput where the file cannot be
    /// read that far
    virtual SpectrumBlock read(std::uint64_t first, std::uint64_t count) = 0;

  protected:
    SpectrumSource() = default;
    SourceDescription is_;
};

/// How files are to be read where they do not say it, or say it wrongly.
struct Reading {
    std::optional<SpectralUnit> unit = {};  ///< of the wavelengths, whatever the file says
    Missing missing = {};                   ///< besides the fills that the file names
    std::optional<double> scale = {};       ///< stored value of reflectance 1; without it the file's, else 1
    std::filesystem::path wavelength_file = {};  ///< for files without wavelengths: a text, one a line
    std::filesystem::path width_file = {};       ///< the same for the channels' widths
    std::filesystem::path data_file = {};        ///< of an ENVI header whose data are not beside it
    /// Datasets of HDF5 and netCDF-4 files; empty: "reflectance" and what the file's dimension scales, or the
    /// names "wavelength", "wavelengths", "wavelength_nm" and those in "sensor_band_parameters", point to.
    std::string reflectance_dataset = {}, wavelength_dataset = {}, noise_dataset = {};
};

}  // namespace vespa::mulumesc

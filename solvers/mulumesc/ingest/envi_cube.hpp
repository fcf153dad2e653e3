#pragma once
#include <memory>

#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc {

/// The header and the data file of an ENVI dataset of which the user named one.
struct EnviFiles {
    std::filesystem::path header, data;
};

/// Finds the other of the two: x.hdr goes with x, x.img, x.dat, x.sli, x.bsq, x.bil or x.bip. \return none
/// where there is no header beside a file that is none itself \throws BadInput for a header without data
std::optional<EnviFiles> find_envi(std::filesystem::path const& named);

/// Opens an ENVI cube (BSQ, BIL, BIP; spectrum number = line * samples + sample) or ENVI spectral library.
/// Read from the header: samples, lines, bands, header offset, data type (1, 2, 3, 4, 5, 12, 13, 14, 15),
/// interleave, byte order, wavelength, wavelength units, fwhm, bbl, data ignore value, reflectance scale
/// factor (stored values are divided by it), spectra names.
/// \throws BadInput for a header that lacks these, contradicts itself or promises more bytes than the file
/// has
std::unique_ptr<SpectrumSource> open_envi(EnviFiles const& files, Reading const& reading);

}  // namespace vespa::mulumesc

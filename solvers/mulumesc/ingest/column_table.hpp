#pragma once
#include <string>
#include <vector>

#include "mulumesc/ingest/source.hpp"
#include "mulumesc/ingest/table_source.hpp"

namespace vespa::mulumesc {

/// A column of numbers of a table, as VOTable, FITS and PDS4 files have it.
struct NumberColumn {
    std::string name, unit, ucd;
    std::vector<double> values;     ///< row after row; NaN where a value is missing
    std::vector<std::size_t> ends;  ///< of each row in `values`; one number a row: 1, 2, 3 …
};

/// A column of texts.
struct TextColumn {
    std::string name;
    std::vector<std::string> values;  ///< one a row
};

/// A table with named columns.
struct ColumnTable {
    std::string format;
    std::filesystem::path file;
    std::vector<NumberColumn> numbers;
    std::vector<TextColumn> texts;
    std::size_t rows = 0;
};

/// Whether a column's name says that it holds standard deviations: sigma, err, noise, std, unc, deviation.
bool names_noise(std::string const& column);

/// Spectra of a table. The spectral column is the one whose UCD begins with em.wl or em.wavenumber, else
/// whose name begins so or with wav, lambda, else, of a table of single numbers, the first.
/// - One number a row: rows are channels, every other column a spectrum, but those of standard deviations
///   (UCD stat.error, or the name), which belong to the spectrum before them, and columns that are not
///   reflectances by their UCD (meta, time, pos, obs, instr, stat).
/// - An array a row: rows are spectra of one axis, which every row repeats; the first column of arrays of the
///   same length is the reflectance, one of standard deviations its noise; names come from the first column
///   of texts.
/// Units of wavelengths: um, nm, Angstrom, m, cm-1 and m-1 as VOUnits spell them or in words; a unit that is
/// none of them is a bad input unless `reading` gives one.
/// \throws BadInput naming the file and the column
SpectrumTable spectra_of(ColumnTable const& table, Reading const& reading);

}  // namespace vespa::mulumesc

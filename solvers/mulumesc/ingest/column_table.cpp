#include "mulumesc/ingest/column_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/axis_files.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

namespace {

std::string where_of(ColumnTable const& table, NumberColumn const& column) {
    return fmt::format("{}: column {}", table.file.string(), column.name);
}

bool begins_with_any(std::string const& text, std::initializer_list<char const*> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](char const* b) { return text.starts_with(b); });
}

bool is_noise(NumberColumn const& column) {
    return lower_case(column.ucd).starts_with("stat.error") || names_noise(column.name);
}

/// By its UCD it is something else than a spectrum.
bool is_other(NumberColumn const& column) {
    return begins_with_any(lower_case(column.ucd), {"meta", "time", "pos", "obs", "instr", "stat", "em"});
}

bool is_spectral_ucd(NumberColumn const& column) {
    return begins_with_any(lower_case(column.ucd), {"em.wl", "em.wavenumber"});
}

bool is_spectral_name(NumberColumn const& column) {
    return begins_with_any(lower_case(column.name), {"wav", "lambda"});
}

bool has_arrays(ColumnTable const& table, NumberColumn const& column) {
    return table.rows > 0 && column.values.size() > table.rows;
}

NumberColumn const& spectral_column(ColumnTable const& table) {
    for (auto const& test : {is_spectral_ucd, is_spectral_name})
        for (auto const& column : table.numbers)
            if (test(column) && !is_noise(column)) return column;
    for (auto const& column : table.numbers)
        if (has_arrays(table, column))
            throw BadInput("has arrays, but no column of wavelengths", table.file.string(),
                           "a column with the UCD em.wl, or named wavelength");
    if (table.numbers.size() < 2)
        throw BadInput(fmt::format("has {} columns of numbers", table.numbers.size()), table.file.string(),
                       "wavelengths and reflectances");
    return table.numbers.front();
}

/// Converts wavelengths to one of the units that axes have.
void take_unit(ColumnTable const& table, NumberColumn const& column, Reading const& reading,
               StoredAxis& axis) {
    if (reading.unit || column.unit.empty()) return;
    auto const unit = lower_case(trimmed(column.unit));
    auto const scale = [&](double factor, SpectralUnit to) {
        for (double& value : axis.values)
            value *= factor;
        axis.unit = to;
    };
    if (begins_with_any(unit, {"angstrom"}) || unit == "0.1nm") return scale(0.1, SpectralUnit::nanometre);
    if (unit == "m" || unit == "meter" || unit == "metre") return scale(1e6, SpectralUnit::micrometre);
    if (unit == "m-1" || unit == "m**-1" || unit == "1/m") return scale(0.01, SpectralUnit::per_centimetre);
    axis.unit = unit_named(column.unit);
    if (!axis.unit)
        throw BadInput(fmt::format("its unit is \"{}\"", column.unit), where_of(table, column),
                       "um, nm, Angstrom, m, cm-1, m-1, or the unit as an option");
}

/// Rows are channels.
void take_columns(ColumnTable const& table, NumberColumn const& spectral, SpectrumTable& out) {
    std::vector<NumberColumn const*> spectra, noises;
    for (auto const& column : table.numbers) {
        if (&column == &spectral || column.values.size() != table.rows) continue;
        if (is_noise(column)) {
            if (!spectra.empty()) noises.back() = &column;
        } else if (!is_other(column)) {
            spectra.push_back(&column);
            noises.push_back(nullptr);
        }
    }
    if (spectra.empty())
        throw BadInput("has no column of reflectances", table.file.string(), "one beside the wavelengths");
    bool const has_noise =
        std::any_of(noises.begin(), noises.end(), [](auto const* n) { return n != nullptr; });
    for (std::size_t k = 0; k < spectra.size(); ++k) {
        auto const& y = spectra[k]->values;
        out.reflectance.insert(out.reflectance.end(), y.begin(), y.end());
        out.names.push_back(spectra.size() == 1 ? table.file.stem().string() : spectra[k]->name);
        if (!has_noise) continue;
        if (noises[k]) out.noise.insert(out.noise.end(), noises[k]->values.begin(), noises[k]->values.end());
        out.noise.resize(out.reflectance.size(), std::nan(""));
    }
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// Rows are spectra, and each has the wavelengths of the first.
void take_rows(ColumnTable const& table, NumberColumn const& spectral, SpectrumTable& out) {
    auto const n = spectral.ends.front();
    for (std::size_t row = 0; row < table.rows; ++row) {
        auto const first = row * n;
        bool is_same = spectral.ends[row] == first + n;
        for (std::size_t i = 0; is_same && i < n; ++i)
            is_same = same(spectral.values[first + i], spectral.values[i]);
        if (!is_same)
            throw BadInput(fmt::format("row {} has other wavelengths than the first", row + 1),
                           where_of(table, spectral), "spectra of one axis");
    }
    for (auto const& column : table.numbers) {
        if (&column == &spectral || column.ends != spectral.ends) continue;
        if (is_noise(column)) {
            if (!out.reflectance.empty() && out.noise.empty()) out.noise = column.values;
        } else if (out.reflectance.empty() && !is_other(column)) {
            out.reflectance = column.values;
        }
    }
    if (out.reflectance.empty())
        throw BadInput("has no column of reflectances", table.file.string(),
                       "arrays as long as the wavelengths");
    if (!table.texts.empty()) out.names = table.texts.front().values;
    out.axis.values.resize(n);
}

}  // namespace

bool names_noise(std::string const& column) {
    auto const name = lower_case(column);
    for (auto const* word : {"sigma", "err", "noise", "std", "unc", "deviation"})
        if (name.find(word) != std::string::npos) return true;
    return false;
}

SpectrumTable spectra_of(ColumnTable const& table, Reading const& reading) {
    if (table.rows == 0) throw BadInput("has no rows", table.file.string(), "one or more");
    auto const& spectral = spectral_column(table);
    SpectrumTable out;
    out.format = table.format;
    out.files = {table.file};
    out.axis.where = where_of(table, spectral);
    out.axis.values = spectral.values;
    if (has_arrays(table, spectral)) {
        take_rows(table, spectral, out);
    } else {
        take_columns(table, spectral, out);
    }
    take_unit(table, spectral, reading, out.axis);
    auto const channels = out.axis.values.size();
    read_axis_files(reading, out.axis, out.files);
    if (out.axis.values.size() != channels)
        throw BadInput(fmt::format("{} wavelengths for {} channels", out.axis.values.size(), channels),
                       out.axis.where, "one for each");
    return out;
}

}  // namespace vespa::mulumesc

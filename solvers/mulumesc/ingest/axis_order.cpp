#include "mulumesc/ingest/axis_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {

namespace {

constexpr double shortest_um = 0.05, longest_um = 250;
constexpr double largest_number = 1e30;  // libraries fill with -1.23e34

bool is_usable(double value) {
    return std::isfinite(value) && value > 0 && value < largest_number;
}

double micrometres(double value, SpectralUnit unit) {
    switch (unit) {
        case SpectralUnit::nanometre:
            return value / 1000;
        case SpectralUnit::per_centimetre:
            return 1e4 / value;
        default:
            return value;
    }
}

double width_in_micrometres(double width, double value, SpectralUnit unit) {
    if (unit == SpectralUnit::per_centimetre) return 1e4 * width / (value * value);
    return unit == SpectralUnit::nanometre ? width / 1000 : width;
}

SpectralUnit guessed(std::vector<double> const& values, std::vector<std::size_t> const& usable) {
    double largest = 0;
    for (auto const i : usable)
        largest = std::max(largest, values[i]);
    bool const falls = values[usable.front()] > values[usable.back()];
    if (largest > 30000 || (falls && largest > 2600)) return SpectralUnit::per_centimetre;
    return largest > 100 ? SpectralUnit::nanometre : SpectralUnit::micrometre;
}

void check_lengths(StoredAxis const& stored) {
    auto const n = stored.values.size();
    auto const check = [&](std::size_t count, char const* what) {
        if (count != 0 && count != n) {
            throw BadInput(fmt::format("{} {} for {} wavelengths", count, what, n), stored.where,
                           "as many as wavelengths");
        }
    };
    check(stored.widths.size(), "widths of channels");
    check(stored.good.size(), "marks of bad channels");
}

void check_range(std::vector<double> const& sorted, SpectralUnit unit, std::string const& where) {
    if (sorted.front() >= shortest_um && sorted.back() <= longest_um) return;
    throw BadInput(fmt::format("wavelengths of {:.6g} to {:.6g} micrometres, if its numbers are {}",
                               sorted.front(), sorted.back(), name_of(unit)),
                   where,
                   fmt::format("{} to {} micrometres; give the unit where the file names a wrong one",
                               shortest_um, longest_um));
}

bool is_good(StoredAxis const& stored, std::size_t i) {
    return stored.good.empty() || stored.good[i] != 0;
}

/// Leaves one channel of each wavelength. \throws BadInput where two good ones share it
void drop_duplicates(StoredAxis const& stored, std::vector<double> const& wavelength, OrderedAxis& out) {
    std::vector<std::size_t> kept;
    for (auto const i : out.stored) {
        if (kept.empty() || wavelength[kept.back()] < wavelength[i]) {
            kept.push_back(i);
        } else if (!is_good(stored, i) || !is_good(stored, kept.back())) {
            out.notes.push_back(
                fmt::format("channels {} and {} share the wavelength {} um: the bad one is left out",
                            kept.back() + 1, i + 1, wavelength[i]));
            if (is_good(stored, i)) kept.back() = i;
        } else {
            throw BadInput(fmt::format("channels {} and {} share the wavelength {} micrometres",
                                       kept.back() + 1, i + 1, wavelength[i]),
                           stored.where, "each wavelength once; mask one of the channels");
        }
    }
    out.stored = std::move(kept);
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

std::string name_of(SpectralUnit unit) {
    return unit == SpectralUnit::micrometre ? "um" : unit == SpectralUnit::nanometre ? "nm" : "cm-1";
}

std::optional<SpectralUnit> unit_named(std::string const& text) {
    auto const words = lowered(text);
    auto const has = [&](char const* part) { return words.find(part) != std::string::npos; };
    // "um" alone, not within "number".
    auto const has_word = [&](std::string const& word) {
        auto const is_letter = [&](std::size_t at) {
            return at < words.size() && std::isalpha(static_cast<unsigned char>(words[at]));
        };
        for (auto at = words.find(word); at != std::string::npos; at = words.find(word, at + 1))
            if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) return true;
        return false;
    };
    if (has("wavenumber") || has("cm-1") || has("cm^-1") || has("1/cm")) return SpectralUnit::per_centimetre;
    if (has("nanomet") || has_word("nm")) return SpectralUnit::nanometre;
    if (has("micromet") || has("micron") || has_word("um") || has("\xc2\xb5m") || has("\xce\xbcm"))
        return SpectralUnit::micrometre;
    return {};
}

OrderedAxis order_axis(StoredAxis const& stored, std::optional<SpectralUnit> asked) {
    check_lengths(stored);
    OrderedAxis out;
    for (std::size_t i = 0; i < stored.values.size(); ++i)
        if (is_usable(stored.values[i])) out.stored.push_back(i);
    if (out.stored.empty()) throw BadInput("has no wavelengths", stored.where, "positive numbers");
    if (auto const lost = stored.values.size() - out.stored.size(); lost > 0)
        out.notes.push_back(fmt::format("{} channels without a usable wavelength are left out", lost));
    out.unit = asked ? *asked : stored.unit ? *stored.unit : guessed(stored.values, out.stored);
    if (!asked && !stored.unit)
        out.notes.push_back(fmt::format("the unit of wavelengths is guessed to be {}", name_of(out.unit)));
    else if (asked && stored.unit && *asked != *stored.unit)
        out.notes.push_back(fmt::format("the file calls its wavelengths {}; they are taken as {}",
                                        name_of(*stored.unit), name_of(*asked)));
    std::vector<double> wavelength(stored.values.size());
    std::transform(stored.values.begin(), stored.values.end(), wavelength.begin(),
                   [&](double value) { return micrometres(value, out.unit); });
    auto const rises = [&](std::size_t a, std::size_t b) { return wavelength[a] < wavelength[b]; };
    if (!std::is_sorted(out.stored.begin(), out.stored.end(), rises)) {
        bool const falls = std::is_sorted(out.stored.rbegin(), out.stored.rend(), rises);
        out.notes.push_back(falls ? "wavelengths fall: channels are taken in reverse"
                                  : "wavelengths step back: channels are sorted");
        std::stable_sort(out.stored.begin(), out.stored.end(), rises);
    }
    drop_duplicates(stored, wavelength, out);
    for (auto const i : out.stored) {
        out.axis.wavelength.push_back(wavelength[i]);
        if (!stored.widths.empty())
            out.axis.width.push_back(width_in_micrometres(stored.widths[i], stored.values[i], out.unit));
        out.axis.good.push_back(is_good(stored, i));
    }
    check_range(out.axis.wavelength, out.unit, stored.where);
    return out;
}

}  // namespace vespa::mulumesc

#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace vespa::mulumesc {

/// A composition with the error that the relation is found to have (README.md): it limits what is known, not
/// the band's centre. NaN where the relation says nothing.
struct Estimate {
    double value = 0;
    double error = 0;  ///< standard deviation, in the value's unit
};

/// What a relation takes.
enum class BandMeasure {
    first_centre,   ///< centre of band I, near 1 µm, micrometre
    second_centre,  ///< centre of band II, near 2 µm, micrometre
    area_ratio      ///< area of band II over that of band I
};

/// A relation between one band parameter and composition, c0 + c1 x + c2 x², from samples within [low, high]
/// of x or so.
struct Calibration {
    std::string_view name;      ///< "hed-fs-1": what it is asked for by
    std::string_view quantity;  ///< "Fs, mol % of low-Ca pyroxene"
    std::string_view samples;   ///< that it is derived from
    std::string_view source;
    BandMeasure measure;
    double coefficients[3];
    double low, high;  ///< range of x over which it is used; outside, no value
    double error;      ///< standard deviation that its authors state, on samples of their kind
    double measured;   ///< root mean square error found on laboratory spectra (README.md): orthopyroxenes of
                       ///< all kinds for the relations of achondrites, ordinary chondrites for theirs
};

/// All calibrations.
std::span<Calibration const> calibrations();

/// One of calibrations(). \throws BadInput for another name
Calibration const& calibration(std::string_view name);

/// The composition at x. Its error is the larger of what the authors state and what was measured, with the
/// error of x added in squares.
Estimate composition(Calibration const& relation, double x, double x_error = 0);

/// Fs and Wo, mol %.
struct Pyroxene {
    Estimate ferrosilite, wollastonite;
    bool settled = false;  ///< the iteration came to rest
};

/// Composition of a pyroxene from both band centres (micrometre): Wo from band I by ranges of Fs, Fs from
/// band II by ranges of Wo, in turns until both change by less than 0.1 mol %, at most ten times (Gaffey,
/// Cloutis, Kelley & Reed 2002, in Asteroids III, 183).
Pyroxene pyroxene_of_centres(double first_centre, double second_centre);

}  // namespace vespa::mulumesc

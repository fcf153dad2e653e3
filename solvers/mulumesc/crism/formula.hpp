#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace vespa::mulumesc {

/// What a formula is made of.
enum class Operation {
    number,     ///< `value`
    parameter,  ///< the parameter `value` of the table, which stands before
    add,        ///< arguments, as in the following four
    subtract,
    multiply,
    divide,
    power,
    negate,
    least,        ///< min(e, e, …)
    root,         ///< sqrt(e)
    reflectance,  ///< R(λ)
    wavelength,   ///< W(λ): of the channel, nm
    line,         ///< LIN(c; p, q): the straight line through p and q at c; within INT and SUM also LIN(p, q)
    band_depth,   ///< BD(s, c, l) = 1 − R(c) / LIN(c; s, l)
    two_depth,    ///< BD2(s, c1, c2, l): the same of the mean of two channels at their mean wavelength
    shoulder,     ///< SH(s, c, l) = 1 − LIN(c; s, l) / R(c)
    below_line,   ///< RB(c; p, q) = 1 − R(c) / LIN(c; p, q)
    below_size,   ///< RBA(c; p, q) = (LIN − R(c)) / |LIN|
    over_line,    ///< CR(c; p, q) = R(c) / LIN(c; p, q)
    integral,     ///< INT(a, b; e): of e over the channels from a to b, µm, by trapezia
    sum,          ///< SUM(a, b; e): over the channels from a to b
    own,          ///< r, within INT and SUM: reflectance of the channel
    percent_line,  ///< QLINE(a, b, p; a, b, p), within INT and SUM: at the channel, the line through (median
                   ///< wavelength, p-th percentile of reflectance) of two ranges
    peak,  ///< PEAK(n; λ, …): where the least-squares polynomial of degree n through the channels is
           ///< greatest, µm
    top    ///< TOP(n; λ, …): its value there
};

/// A wavelength with the number of channels whose median is taken: 2210:5.
struct Sample {
    double wavelength_nm = 0;
    int kernel = 1;
    bool operator==(Sample const&) const = default;
};

/// A formula, or a part of one.
struct Formula {
    Operation operation = Operation::number;
    double value = 0;                  ///< of a number; the degree of a polynomial
    std::vector<Formula> arguments;    ///< that are formulas
    std::vector<std::size_t> samples;  ///< that are wavelengths: places in FormulaSet::samples
    std::vector<double> limits;        ///< ends of ranges in nm, percentages
};

/// Formulas that share their samples.
struct FormulaSet {
    std::vector<Sample> samples;
    std::vector<Formula> formulas;
};

/// Parses `text`, e.g. "1-(1-BD1435)/(1-BD(1367:5, 1525:11, 1808:5))", and appends it. Names are those of
/// the formulas before. Numbers are in nm where wavelengths stand; a kernel is odd or even, 1 to 99.
/// \param where  for messages \throws BadInput with the column and what is allowed
void append_formula(FormulaSet& set, std::vector<std::string> const& names, std::string const& text,
                    std::string const& where);

}  // namespace vespa::mulumesc

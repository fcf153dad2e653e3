#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// The quantity in which spectra of endmembers add up.
enum class MixingSpace {
    reflectance,  ///< areal mixtures: side by side
    albedo        ///< intimate mixtures: single-scattering albedo of Hapke's model (hapke.hpp)
};

struct UnmixingOptions {
    MixingSpace space = MixingSpace::reflectance;
    bool sum_to_one = true;       ///< else abundances are only not negative
    double incidence_cosine = 1;  ///< µ0 and µ of the spectra and of the endmembers, for MixingSpace::albedo
    double emission_cosine = 1;
    std::size_t most_solutions = 200;  ///< of small systems, per spectrum
};

/// How the search for abundances ended.
enum class UnmixingEnd : std::uint8_t {
    solved,           ///< the conditions of Karush, Kuhn & Tucker hold
    solutions_spent,  ///< the abundances are allowed, but not shown to be best
    too_few_channels  ///< fewer usable channels than endmembers: nothing was solved
};

/// In words, for a report.
char const* reason(UnmixingEnd end);

/// Abundances of endmembers in many spectra; entry i of each belongs to spectrum i.
struct Abundances {
    std::size_t endmembers = 0;
    std::vector<double> values;  ///< [spectrum][endmember]; NaN where nothing was solved
    std::vector<double> rms;     ///< root mean square residual over the channels used (weighted by 1/σ where
                                 ///< the noise is known), in the mixing space
    std::vector<std::uint32_t> channels;   ///< that took part
    std::vector<std::uint32_t> solutions;  ///< of small systems
    std::vector<UnmixingEnd> end;

    std::size_t count() const { return end.size(); }
};

inline constexpr std::size_t most_endmembers = 64;

/// Fully constrained least squares: for every spectrum y the abundances x ≥ 0, Σ x = 1 (unless told
/// otherwise) that minimise |W (E x − y)|², by active sets on EᵀW²E, in lanes (Heinz & Chang 2001, IEEE
/// Trans. Geosci. Remote Sensing 39, 529; Lawson & Hanson 1974, ch. 23). A channel takes part where the axis
/// has it good and endmembers and spectrum are finite (and, for albedo, within what the model can be).
/// Spectra with channels left out are solved one by one. \param endmembers  at most most_endmembers, on the
/// same axis and in the same geometry; their noise is not used \throws BadInput for arrays that do not match,
/// a noise per spectrum (give one per channel), endmembers that leave
///         too few channels, cosines outside (0, 1]
template <class T>
Abundances unmix(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
                 UnmixingOptions const& options = {});

/// The same by the plain twin alone.
template <class T>
Abundances unmix_reference(SpectralAxis const& axis, Spectra<T> const& spectra,
                           Spectra<double> const& endmembers, UnmixingOptions const& options = {});

}  // namespace vespa::mulumesc

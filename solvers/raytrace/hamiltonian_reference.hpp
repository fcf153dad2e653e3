#pragma once
#include "raytrace/flown_step.hpp"
#include "raytrace/ions.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// A ray's frequency and mode in the dispersion relation.
struct ReferenceWave {
    double plasma_factor;  ///< X / density
    double gyro_factor;    ///< |**Y**| / |**B**|
    Mode mode;
    Ions const* ions = nullptr;  ///< none: electrons alone
};

/// Of a frequency and mode in the run that `plan` is of.
ReferenceWave reference_wave(Plan const& plan, double frequency_hz, Mode mode);

/// Which of the two forms of the Hamiltonian is differentiated.
enum class Form {
    root,        ///< H = ½[n² − 1 + X(1 − μ)] (README.md, eq. 2)
    polynomial,  ///< H_P, a polynomial in n², **n**·**Y**, X and Y² (README.md, eq. 8)
    ions,        ///< with ions (README.md, eq. 16)
    aligned,     ///< of the waves R and L exactly along **B** (README.md, eq. 17)
};

struct ReferenceSlopes {
    RayState slopes;      ///< derivatives of the state with respect to the group path
    double plasma_ratio;  ///< X
    double hamiltonian;   ///< H divided by dP'/dτ
    /// (X ∂H/∂X + **Y**·∂H/∂**Y**)/(dP'/dτ): times collision frequency over c, the amplitude's decay (Np)
    /// per group path.
    double loss;
};

/// The form that the stepper takes at a state: see README.md, "Which form where".
Form form_at(MediumSample const& medium, RayState const& state, ReferenceWave const& wave);

/// The same for a wave that is not exactly along **B**: the form that is smooth across the field too.
Form oblique_form_at(MediumSample const& medium, RayState const& state, ReferenceWave const& wave);

/// The Appleton–Hartree sign that a wave goes on with after a step from X ≥ 1: that of a wave exactly along
/// **B** may have changed. \param state  at the end of the step
Mode continued_mode(MediumSample const& medium, RayState const& state, ReferenceWave const& wave);

/// Right-hand side of the ray equations, one ray and term by term as in the papers: the plain twin of
/// hamiltonian-inl.hpp. \param state  position (not used), refractive index
ReferenceSlopes reference_slopes(MediumSample const& medium, RayState const& state, ReferenceWave const& wave,
                                 Form form);

}  // namespace vespa::raytrace

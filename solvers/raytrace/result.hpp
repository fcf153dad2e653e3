#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "raytrace/along.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// Why a ray ended, or why it never started. The codes are part of the file format: never renumber.
enum class StopReason : std::int8_t {
    not_flown = 0,
    body = 1,
    outer_sphere = 2,
    box = 3,
    maximum_path = 4,
    resonance = 5,
    maximum_steps = 6,
    step_underflow = 7,
    undefined_medium = 8,
    dispersion_lost = 9,
    starts_inside_body = 10,
    starts_outside = 11,
    starts_evanescent = 12,
    starts_resonant = 13,
    starts_undefined = 14,
    bad_position = 15,
    bad_direction = 16,
    bad_frequency = 17,
    bad_mode = 18,
};

inline constexpr int stop_reason_count = 19;

struct StopReasonMeaning {
    StopReason reason;
    std::string_view name;         ///< e.g. "outer_sphere"
    std::string_view explanation;  ///< a sentence for a reader of the file
};

/// All stop reasons in order of their code.
std::span<StopReasonMeaning const> stop_reasons();

/// Lines "code name: explanation", for the attribute that explains the codes in a file.
std::string stop_reason_meanings();

/// What is known of a ray when it has ended. SI units; a rejected ray has its launch as its end and zero
/// paths.
struct RaySummary {
    Vector launch_position_m{};
    Vector launch_direction{};  ///< as given
    double frequency_hz = 0;
    Vector end_position_m{};
    Vector end_refractive_index{};  ///< **n** = c**k**/ω
    double group_path_m = 0;        ///< c × travel time of the group
    double phase_path_m = 0;
    double path_length_m = 0;
    double hamiltonian_error = 0;  ///< worst |H| at the accepted steps (README.md, "The measure of H")
    Vector closest_position_m{};   ///< the point of the ray nearest to the origin, ends included
    /// The deepest turning point: where X = (f_p/f)², along the ray, is at its highest maximum. NaN if X has
    /// none.
    Vector turning_position_m{};
    double turning_plasma_ratio = 0;    ///< X there; NaN if none
    Vector turning_refractive_index{};  ///< **n** there; NaN if none
    /// Share of the power that passes the radio window at the turning point into the other wave (README.md,
    /// eq. 14); ordinary mode only, NaN without a turning point or a magnetic field.
    double window_efficiency = 0;
    double maximum_plasma_ratio = 0;  ///< greatest X at the launch, the accepted steps and the turning points
    /// Greatest |∇n|/(k₀n²) at the accepted steps: above about 0.1 geometrical optics is in doubt there.
    double wkb_parameter = 0;
    double doppler_shift_hz = 0;
    AlongRay along;             ///< at the end
    std::int32_t caustics = 0;  ///< passed; known with Along::spreading
    std::int32_t steps = 0;     ///< accepted
    std::int32_t rejected_steps = 0;
    std::int32_t closest_approaches = 0;  ///< minima of the distance from the origin between the ends
    std::int32_t turning_points = 0;  ///< maxima of X between the ends: reflections and passages of a layer
    Mode mode = Mode::ordinary;
    StopReason stop_reason = StopReason::not_flown;
};

/// Samples of rays, ray after ray, each in the order of flight: n samples in all.
struct SampleColumns {
    std::span<double const> position_m;           ///< [n, 3]
    std::span<double const> refractive_index;     ///< [n, 3]
    std::span<double const> group_path_m;         ///< [n]
    std::span<double const> phase_path_m;         ///< [n]
    std::span<double const> path_length_m;        ///< [n]
    std::span<double const> electron_density_m3;  ///< [n]
    std::span<double const> magnetic_field_T;     ///< [n, 3]
    // Empty unless asked for (Along).
    std::span<double const> absorption_Np;  ///< [n]
    std::span<double const> stokes;         ///< [n, 3]
    std::span<double const> tube_m2_sr;     ///< [n]
};

/// Takes the rays as waves of them are finished. An exception from here must be thrown on every rank alike
/// (parallel::in_agreement) or it ends the run by the rank that threw.
class RaySink {
  public:
    virtual ~RaySink() = default;

    /// Called once before the first wave, with the rays asked for. \collective
    virtual void begin(std::uint64_t rays) = 0;

    /// This rank's rays of a wave: a contiguous block of it, in index order; the ranks' blocks follow one
    /// another and the waves too, so that rows can be appended as they come. \param first_ray      index in
    /// the run of the first ray of this rank's block \param rays           the block, possibly empty \param
    /// sample_counts  samples of each ray of the block (0 for a ray that did not start) \param samples their
    /// samples \collective
    virtual void wave(std::uint64_t first_ray, std::span<RaySummary const> rays,
                      std::span<std::uint32_t const> sample_counts, SampleColumns const& samples) = 0;
};

/// What a run amounts to; the same on every rank.
struct Result {
    std::uint64_t rays_asked = 0;
    std::uint64_t rays_delivered = 0;  ///< handed to the sink; less than asked only when stopped
    std::uint64_t rays_flown = 0;      ///< delivered rays whose stop reason is not `not_flown`
    bool stopped = false;              ///< a Watcher asked to stop before all rays were flown
    std::array<std::uint64_t, stop_reason_count> reasons{};  ///< delivered rays by stop reason
    std::uint64_t steps = 0;
    std::uint64_t rejected_steps = 0;
    std::uint64_t samples = 0;
    double hamiltonian_error = 0;  ///< worst of all rays
    // Of the run, not of its result: these change with the number of ranks.
    std::uint64_t migrations = 0;  ///< of rays from one rank to another
    double flight_seconds = 0;     ///< of all ranks together, with bricks
    double idle_seconds = 0;       ///< of it, without a ray
};

}  // namespace vespa::raytrace

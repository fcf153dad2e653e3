#pragma once
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace vespa::raytrace {

using Vector = std::array<double, 3>;

/// The two characteristic waves of a cold electron plasma: the sign +1 (ordinary) or −1 (extraordinary) in
/// front of the square root of the Appleton–Hartree formula (see README.md, "Which mode is which").
enum class Mode : std::int8_t { ordinary = 0, extraordinary = 1 };

/// How one ray starts.
struct Launch {
    Vector position_m;    ///< body-fixed, right-handed Cartesian
    Vector direction;     ///< wave normal, any length above zero
    double frequency_hz;  ///< above zero
    Mode mode;
};

/// Where the launches of a run come from, one at a time: a run of 10⁹ rays needs no list.
/// Implementations are read from one thread of every rank and must give every rank the same launch for an
/// index.
class LaunchSource {
  public:
    virtual ~LaunchSource() = default;

    /// Rays in the run.
    virtual std::uint64_t size() const = 0;

    /// Launch of ray `ray` < size(). Values that cannot be flown (a zero direction, a NaN) are for the solver
    /// to reject ray by ray; an exception from here ends the run on all ranks.
    virtual Launch at(std::uint64_t ray) const = 0;
};

/// Launches held in memory.
class LaunchList final : public LaunchSource {
  public:
    explicit LaunchList(std::vector<Launch> launches) : launches_(std::move(launches)) {}
    std::uint64_t size() const override { return launches_.size(); }
    Launch at(std::uint64_t ray) const override { return launches_[ray]; }

  private:
    std::vector<Launch> launches_;
};

}  // namespace vespa::raytrace

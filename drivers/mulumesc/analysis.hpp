#pragma once
#include <cstdint>
#include <vector>

#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc_driver {

/// What became of a spectrum.
enum class SpectrumState : std::int8_t { not_computed = 0, done = 1, too_few_channels = 2 };
/// A line "code name: explanation" for each.
std::string spectrum_state_meanings();

/// What is found in a run of spectra.
struct Findings {
    std::vector<SpectrumState> state;
    std::vector<float>
        noise;  ///< standard deviation of a reflectance that was used: median of the valid channels
    std::vector<std::uint32_t> masked;          ///< channels that took no part
    std::vector<std::uint64_t> bands;           ///< of each spectrum
    std::vector<mulumesc::Band> band;           ///< of all, one spectrum after the other
    std::vector<float> reflectance, continuum;  ///< [spectrum][channel], if they are to be kept

    void append(Findings&& other);
};

/// From a block of spectra to their bands, in float or double. Local.
class Analysis {
  public:
    /// \param noise  standard deviation for all; 0: the block's own, or estimated from each spectrum
    /// \pre the choices are checked
    Analysis(mulumesc::SpectralAxis const& axis, mulumesc::ContinuumChoice const& continuum,
             mulumesc::BandSearch const& search, double noise, bool in_double, bool keeps_continuum);

    /// Reflectances that are not above zero take no part.
    Findings operator()(mulumesc::SpectrumBlock block);

  private:
    template <class T>
    void analyse(mulumesc::SpectrumBlock const& block, std::size_t count, Findings& out);
    void find_noise(mulumesc::SpectrumBlock const& block, std::size_t spectrum);

    mulumesc::SpectralAxis axis_;
    mulumesc::ContinuumChoice continuum_;
    mulumesc::BandFinder finder_;
    double noise_;
    bool in_double_, keeps_continuum_;
    std::vector<double> channel_noise_;
};

}  // namespace vespa::mulumesc_driver

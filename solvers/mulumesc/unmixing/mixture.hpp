#pragma once
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "mulumesc/unmixing/hapke.hpp"
#include "mulumesc/unmixing/simplex_task.hpp"

namespace vespa::mulumesc {

/// \throws BadInput where it is not right
inline void require_of_unmixing(bool right, std::string const& what, std::string const& allowed) {
    if (!right) throw BadInput(what, "unmixing", allowed);
}

/// Endmembers on the channels that can be used, in the mixing space and weighted. Keeps the options by
/// reference.
class Mixture {
  public:
    /// The noise of the spectra weighs the channels where it is one for all spectra.
    /// \throws BadInput where too few channels are left
    template <class T>
    Mixture(SpectralAxis const& axis, Spectra<T> const& spectra, Spectra<double> const& endmembers,
            UnmixingOptions const& options)
        : options_(options), members_(endmembers.count) {
        for (std::size_t c = 0; c < axis.channels(); ++c) {
            double const weight = spectra.noise.empty() ? 1 : 1 / static_cast<double>(spectra.noise[c]);
            bool good = axis.good[c] && weight > 0 && std::isfinite(weight);
            for (std::size_t e = 0; e < members_; ++e)
                good = good && std::isfinite(mixing(endmembers.spectrum(e)[c]));
            if (!good) continue;
            channels_.push_back(c);
            weights_.push_back(weight);
        }
        require_of_unmixing(channels_.size() >= members_,
                            std::to_string(channels_.size()) + " channels on which all endmembers are known",
                            "as many as endmembers, " + std::to_string(members_) + ", or more");
        for (std::size_t e = 0; e < members_; ++e) {
            for (std::size_t g = 0; g < channels_.size(); ++g)
                matrix_.push_back(weights_[g] * mixing(endmembers.spectrum(e)[channels_[g]]));
        }
    }

    std::size_t members() const { return members_; }
    std::size_t channels() const { return channels_.size(); }
    /// Of the axis, those that can be used.
    std::vector<std::size_t> const& channel() const { return channels_; }
    std::vector<double> const& matrix() const { return matrix_; }

    /// A spectrum as the endmembers are; NaN where it is not known. Returns the channels where it is.
    template <class T>
    std::uint32_t bring(std::span<T const> spectrum, double* to) const {
        std::uint32_t used = 0;
        for (std::size_t g = 0; g < channels_.size(); ++g) {
            double const value = weights_[g] * mixing(static_cast<double>(spectrum[channels_[g]]));
            bool const known = std::isfinite(value);
            to[g] = known ? value : std::nan("");
            used += known;
        }
        return used;
    }

    /// A reflectance in the mixing space.
    double mixing(double reflectance) const {
        return options_.space == MixingSpace::reflectance
                   ? reflectance
                   : hapke_albedo(reflectance, options_.incidence_cosine, options_.emission_cosine);
    }

    /// The normal equations of a matrix [endmember][channel].
    SimplexTask task(std::vector<double> const& matrix, std::size_t channels) const {
        SimplexTask task{members_, std::vector<double>(members_ * members_), options_.sum_to_one,
                         options_.most_solutions};
        project(matrix.data(), members_, matrix.data(), members_, channels, task.gram.data());
        return task;
    }

  private:
    UnmixingOptions const& options_;
    std::size_t members_;
    std::vector<std::size_t> channels_;
    std::vector<double> weights_, matrix_;  // [endmember][channel]
};

}  // namespace vespa::mulumesc

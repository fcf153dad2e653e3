#include <cmath>

#include "lbl/lines/constants.hpp"
#include "lbl/lines/layer/line_kernel.hpp"

namespace vespa::lbl {

double without_induced_emission(double log_strength, double position) {
    return log_strength - std::log(-std::expm1(-second_radiation_constant * position / list_temperature));
}

void strengths_reference(StrengthTask const& task) {
    double const t = task.temperature, c2 = second_radiation_constant;
    for (std::size_t i = 0; i < task.count; ++i) {
        auto const which = task.isotopologue[i];
        double const nu = task.position[i], energy = task.lower_energy[i];
        double const emission = -std::expm1(-c2 * nu / t);
        task.strength[i] = std::exp(task.log_strength[i] + task.factors->log_factor[which] -
                                    c2 * energy * (1 / t - 1 / list_temperature)) *
                           emission;
        task.doppler[i] = nu * task.factors->doppler[which];
        if (task.slope) {
            task.slope[i] = c2 * energy / (t * t) - c2 * nu / (t * t) / std::expm1(c2 * nu / t) -
                            task.factors->partition_slope[which];
        }
    }
}

void add_widths_reference(WidthTask const& task) {
    for (std::size_t i = 0; i < task.count; ++i) {
        double const width = task.pressure * task.gamma[i] * std::exp(task.exponent[i] * task.log_cooling);
        task.width[i] += width;
        if (task.moment) task.moment[i] += task.exponent[i] * width;
    }
}

}  // namespace vespa::lbl

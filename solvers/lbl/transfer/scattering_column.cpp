#include "lbl/transfer/scattering_column.hpp"

#include <algorithm>

namespace vespa::lbl {

void mix_into_layer(std::span<Scatterer const> parts, std::size_t moments_wanted, double& optical_depth,
                    double& albedo, std::vector<double>& moments) {
    double scattering = 0;
    optical_depth = 0;
    moments.assign(moments_wanted, 0);
    for (auto const& part : parts) {
        optical_depth += part.optical_depth;
        double const scattered = part.albedo * part.optical_depth;
        scattering += scattered;
        for (std::size_t l = 0; l < std::min(moments_wanted, part.moments.size()); ++l)
            moments[l] += scattered * part.moments[l];
    }
    albedo = optical_depth > 0 ? scattering / optical_depth : 0;
    for (auto& chi : moments)
        chi = scattering > 0 ? chi / scattering : 0;
    if (!moments.empty()) moments[0] = 1;
}

std::vector<double> rayleigh_moments(std::size_t count) {
    std::vector<double> chi(count, 0.0);
    if (count > 0) chi[0] = 1;
    if (count > 2) chi[2] = 0.1;
    return chi;
}

std::vector<double> henyey_greenstein_moments(double g, std::size_t count) {
    std::vector<double> chi(count, 1.0);
    for (std::size_t l = 1; l < count; ++l)
        chi[l] = g * chi[l - 1];
    return chi;
}

}  // namespace vespa::lbl

#include "lbl/spectrum/opacity.hpp"
#include "lbl/spectrum/spectrum.hpp"

namespace vespa::lbl {

std::uint64_t SpectrumTable::row_count() const {
    std::uint64_t count = 1;
    for (auto const extent : rows)
        count *= extent;
    return count;
}

std::vector<SpectrumTable> tables_of(SpectrumProblem const& problem) {
    constexpr char radiance[] = "W.m-2.sr-1.(cm-1)-1", by_kelvin[] = "W.m-2.sr-1.(cm-1)-1.K-1";
    auto const& wanted = problem.wanted;
    std::uint64_t const views = problem.views.size(), levels = problem.profile.levels();
    bool emits = false;
    for (auto const& view : problem.views)
        emits = emits || view.kind != ViewKind::occultation;
    std::vector<SpectrumTable> tables;
    if (emits)
        tables.push_back({"radiance",
                          {views},
                          radiance,
                          "spectral radiance that reaches the observer of each view; NaN for occultations",
                          "phot.radiance;em.wavenumber"});
    if (views > 0)
        tables.push_back(
            {"transmittance", {views}, "", "of the whole path of each view", "phys.transmission"});
    if (wanted.transit_radius)
        tables.push_back({"effective_radius",
                          {},
                          "m",
                          "radius of the opaque disc that takes as much light in a transit",
                          "phys.size.radius"});
    if (wanted.optical_depths)
        for (auto const& absorber : absorbers_of(problem))
            tables.push_back({"optical_depth/" + absorber,
                              {},
                              "",
                              "vertical, of the whole atmosphere, by " + absorber,
                              "phys.absorption.opticalDepth"});
    if (wanted.contributions)
        tables.push_back({"contribution",
                          {views, levels - 1},
                          radiance,
                          "of each layer to the radiance of each view",
                          "phot.radiance"});
    if (wanted.by_temperature)
        tables.push_back({"jacobian/temperature",
                          {views, levels},
                          by_kelvin,
                          "derivative of the radiance by the temperature of each level",
                          ""});
    for (auto const& gas : wanted.by_abundance)
        tables.push_back({"jacobian/" + gas,
                          {views, levels},
                          radiance,
                          "derivative of the radiance by the mole fraction of " + gas + " at each level",
                          ""});
    return tables;
}

}  // namespace vespa::lbl
